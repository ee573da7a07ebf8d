import type { Did } from "@icn-mesh/core";
import type { GuardReply } from "@icn-mesh/economics";
import { sampleRelease, sampleResult } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { agreeOn, embed, must } from "../a-job.ts";
import { assign, MINUTE, openWorld, receiptFor, totals, type World, wordsOf } from "./world.ts";

/** Shows records about an assignment in the name of an account. */
async function show(
  world: World,
  assignment: { readonly cid: string },
  {
    from,
    shown = [],
  }: {
    readonly from: Did;
    readonly shown?: readonly { readonly bytes: Uint8Array; readonly sig: Uint8Array }[];
  },
) {
  return world.economy.askAll(
    { type: "settle", assignment: assignment.cid as never, shown: shown.map(embed) },
    from,
  );
}

/** What a vote for a settlement is for, in a word. */
function outcomeOf(replies: readonly GuardReply[]): string {
  const [reply] = replies;
  if (reply?.type !== "vote" || typeof reply.ballot.outcome === "string") return wordsOf(replies).join();
  const { type, taken, credits } = reply.ballot.outcome;
  return `${type} ${taken} → ${credits.map(({ amount }) => amount).join("+") || "nobody"}`;
}

describe("a settlement", () => {
  it("is not for strangers to ask for", async () => {
    const world = await openWorld();
    const assignment = await assign(world);
    const before = totals(world);
    const shown = [await receiptFor(world, assignment)];
    expect(wordsOf(await show(world, assignment, { from: world.stranger.did, shown }))).toEqual([
      "ECONOMICS_NOT_PARTY",
    ]);
    expect(totals(world)).toBe(before);
  });

  it("does not take evidence of another assignment", async () => {
    const world = await openWorld();
    const assignment = await assign(world);
    const before = totals(world);
    const shown = [await receiptFor(world, { cid: world.held.job.cid })];
    expect(wordsOf(await show(world, assignment, { from: world.creator.account, shown }))).toEqual([
      "ECONOMICS_WRONG_EVIDENCE",
    ]);
    expect(totals(world)).toBe(before);
  });

  it("does not take a receipt that somebody else signed", async () => {
    const world = await openWorld();
    const assignment = await assign(world);
    const shown = [await receiptFor({ ...world, executor: world.stranger }, assignment)];
    expect(wordsOf(await show(world, assignment, { from: world.creator.account, shown }))).toEqual([
      "ECONOMICS_WRONG_EVIDENCE",
    ]);
  });

  it("of an assignment that nobody certified is refused", async () => {
    const world = await openWorld();
    const shown = [await receiptFor(world, { cid: world.held.job.cid })];
    expect(
      wordsOf(await show(world, { cid: world.held.job.cid }, { from: world.creator.account, shown })),
    ).toEqual(["ECONOMICS_UNKNOWN_ASSIGNMENT"]);
  });

  it("gives nothing back while the work runs", async () => {
    const world = await openWorld();
    const assignment = await assign(world);
    const before = totals(world);
    await world.clock.advance(11 * MINUTE); // the margin is not over
    expect(wordsOf(await show(world, assignment, { from: world.creator.account }))).toEqual([
      "ECONOMICS_NOT_YET",
    ]);
    expect(totals(world)).toBe(before);
  });

  it("does not end a hold while the work runs, nor give out of one that has ended", async () => {
    const world = await openWorld();
    const { creator, held, economy } = world;
    const assignment = await assign(world);
    expect(await creator.close(held.hold, held.job.bytes)).toMatchObject({
      refusal: { code: "ECONOMICS_STILL_OPEN" },
    });
    must(await creator.settle(assignment.cid, [embed(await receiptFor(world, assignment))]));
    const place = { seq: 2, prev: null };
    const agreed = await agreeOn(economy, creator, {
      job: held.job,
      executor: world.executor,
      claimBy: world.clock.now() + 10 * MINUTE,
      assignment: place,
    });
    must(await creator.close(held.hold, held.job.bytes));
    await creator.idle();
    expect(await creator.signAssignment(agreed)).toMatchObject({
      refusal: { code: "ECONOMICS_HOLD_CLOSED" },
    });
  });

  it("gives everything back once the time and the margin are over", async () => {
    const world = await openWorld();
    const assignment = await assign(world);
    await world.clock.advance(11 * MINUTE + 1);
    expect(outcomeOf(await show(world, assignment, { from: world.creator.account }))).toBe(
      "lapse 0 → nobody",
    );
  });

  it.each([
    { late: -1, outcome: "pay 80 → 80" },
    { late: 0, outcome: "ECONOMICS_NOT_YET" },
  ])("of a receipt first shown $late ms after the last moment is $outcome", async ({ late, outcome }) => {
    const world = await openWorld({ changes: { feeBp: 0 } });
    const assignment = await assign(world);
    await world.clock.advance(10 * MINUTE + late);
    const shown = [await receiptFor(world, assignment)];
    expect(outcomeOf(await show(world, assignment, { from: world.creator.account, shown }))).toBe(outcome);
  });

  it("pays what the executor shows after the grace, and only for outputs that are there", async () => {
    const world = await openWorld();
    const [guard] = world.economy.guards;
    const assignment = await assign(world);
    const shown = [await receiptFor(world, assignment)];
    const from = world.executor.did;
    expect(outcomeOf(await show(world, assignment, { from, shown }))).toBe("ECONOMICS_NOT_YET");
    await world.clock.advance(MINUTE);
    expect(outcomeOf(await show(world, assignment, { from, shown }))).toBe("ECONOMICS_NOT_YET");
    guard?.disk.blocks.set(sampleResult, Uint8Array.of(1, 2, 3));
    expect(outcomeOf(await show(world, assignment, { from }))).toBe("pay 80 → 80");
  });

  it("counts from the first showing, whatever happens to the guard meanwhile", async () => {
    const world = await openWorld();
    const [guard] = world.economy.guards;
    const assignment = await assign(world);
    await show(world, assignment, { from: world.executor.did, shown: [await receiptFor(world, assignment)] });
    guard?.disk.blocks.set(sampleResult, Uint8Array.of(1, 2, 3));
    await guard?.restart();
    await world.clock.advance(30 * MINUTE);
    expect(outcomeOf(await show(world, assignment, { from: world.creator.account }))).toBe("pay 80 → 80");
  });

  it("pays the fail price for the guest's failure and nothing for the executor's", async () => {
    const world = await openWorld();
    const assignment = await assign(world);
    const failed = (kind: string) =>
      receiptFor(world, assignment, { outcome: { type: "failed", class: kind, message: "" } });
    const from = world.creator.account;
    expect(outcomeOf(await show(world, assignment, { from, shown: [await failed("trap")] }))).toBe(
      "fail 8 → 8",
    );
    const other = await openWorld();
    const second = await assign(other);
    const crashed = await receiptFor(other, second, {
      outcome: { type: "failed", class: "crashed", message: "" },
    });
    expect(outcomeOf(await show(other, second, { from: other.executor.did, shown: [crashed] }))).toBe(
      "fault 0 → nobody",
    );
  });

  it("splits by the executor's release, if the payer shows it", async () => {
    const world = await openWorld();
    const assignment = await assign(world);
    const release = await sampleRelease(
      { cid: assignment.cid, net: world.economy.federation.net },
      world.executor,
      30n,
    );
    expect(outcomeOf(await show(world, assignment, { from: world.executor.did, shown: [release] }))).toBe(
      "ECONOMICS_WRONG_EVIDENCE",
    );
    expect(outcomeOf(await show(world, assignment, { from: world.creator.account, shown: [release] }))).toBe(
      "split 30 → 30",
    );
  });

  it("stays what it was, however often and by whomever it is asked for", async () => {
    const world = await openWorld();
    const assignment = await assign(world);
    const shown = [await receiptFor(world, assignment)];
    const first = await show(world, assignment, { from: world.creator.account, shown });
    const failed = await receiptFor(world, assignment, {
      outcome: { type: "failed", class: "crashed", message: "" },
    });
    await world.economy.guards[0]?.restart();
    expect(await show(world, assignment, { from: world.creator.account, shown: [failed] })).toEqual(first);
    await world.clock.advance(30 * MINUTE);
    expect(await show(world, assignment, { from: world.executor.did })).toEqual(first);
  });

  it("burns the fee and shares the price by the constitution, rounding down in favour of the executor", async () => {
    const treasury = (await openWorld()).economy.signer(77).did;
    const units = [{ name: "mana", decimals: 0, split: [{ to: treasury, bp: 2000 }], burnBp: 900 }];
    const world = await openWorld({ changes: { units } });
    const assignment = await assign(world);
    const shown = [await receiptFor(world, assignment)];
    expect(outcomeOf(await show(world, assignment, { from: world.creator.account, shown }))).toBe(
      "pay 80 → 56+16",
    );
  });
});
