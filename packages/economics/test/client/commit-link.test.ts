import { describe, expect, it } from "vitest";
import { must, offerFor } from "../a-job.ts";
import { MINUTE, openWorld, type World } from "../guard/world.ts";

/** An offer of the world's job to an executor, signed by the creator; `number` says whose. */
function offer({ economy, creator, held, clock }: World, number: number, needMs = MINUTE) {
  return offerFor(economy, creator, {
    job: held.job,
    executor: economy.signer(number),
    claimBy: clock.now() + 10 * MINUTE,
    bid: { needMs },
  });
}

const codeOf = (ruling: { readonly ok: boolean; readonly refusal?: { readonly code: string } }) =>
  ruling.ok ? "ok" : ruling.refusal?.code;

describe.each([1, 4])("with %d guards, an assignment that its executor never answers", (guards) => {
  it("leaves the hold to be closed as soon as its claim is over", async () => {
    const world = await openWorld({ guards });
    const { creator, held, clock } = world;
    await offer(world, 2);
    expect(await creator.close(held.hold, held.job.bytes)).toEqual({
      ok: false,
      refusal: { code: "ECONOMICS_NOT_YET", because: "link", retryInMs: 10 * MINUTE + 1 },
    });
    await clock.advance(10 * MINUTE + 1);
    must(await creator.close(held.hold, held.job.bytes));
    expect(creator.ledger.hold(held.hold)?.closed ?? true).toBe(true);
  });

  it("leaves its link to another executor as soon as its claim is over", async () => {
    const world = await openWorld({ guards });
    const { creator, clock } = world;
    await offer(world, 2);
    await expect(offer(world, 3)).rejects.toThrow("ECONOMICS_NOT_YET");
    await clock.advance(10 * MINUTE + 1);
    const next = await offer(world, 3);
    must(await creator.certifyAssignment(next));
    expect(creator.ledger.assignment(next.assignment.cid)?.body.executor).toBe(world.economy.signer(3).did);
  });

  it("is no more than signed: the account that opens its store again signs the same or nothing", async () => {
    const world = await openWorld({ guards });
    const { creator, economy } = world;
    const { assignment } = await offer(world, 2);
    creator.stop();
    const again = await economy.client(1);
    expect(codeOf(await again.signAssignment({ ...assignment.body, attempt: 2 }))).toBe("ECONOMICS_NOT_YET");
    expect(must(await again.signAssignment(assignment.body)).cid).toBe(assignment.cid);
  });

  it("keeps its link if the executor had it certified after all, and the creator learns so", async () => {
    const world = await openWorld({ guards });
    const { creator, economy, clock } = world;
    const late = await offer(world, 2);
    const worker = await economy.client(2);
    await worker.learn((await creator.proof(`icn/op ${creator.account} ${economy.federation.net} 1`))!);
    must(await worker.certifyAssignment(late));
    await clock.advance(10 * MINUTE + 1);
    await expect(offer(world, 3)).rejects.toThrow("ECONOMICS_SLOT_TAKEN");
    expect(creator.ledger.assignment(late.assignment.cid)?.body).toEqual(late.assignment.body);
  });
});

describe("an assignment that every guard refuses because its time is too short", () => {
  it("leaves its link at once", async () => {
    const world = await openWorld({ guards: 4 });
    const short = await offer(world, 2, 11 * MINUTE);
    expect(codeOf(await world.creator.certifyAssignment(short))).toBe("ECONOMICS_CLAIM_OUT_OF_REACH");
    must(await world.creator.certifyAssignment(await offer(world, 3)));
  });
});
