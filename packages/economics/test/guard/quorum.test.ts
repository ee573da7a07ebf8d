import type { Cid } from "@icn-mesh/core";
import { type Judge, balanceOf as viewOf } from "@icn-mesh/economics";
import { plainQuorumJudge, sampleResult } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { must } from "../a-job.ts";
import {
  agreeOnReplica,
  endings,
  openQuorum,
  otherResult,
  type QuorumWorld,
  type Replica,
  reveal,
  startAll,
  startReplica,
} from "./quorum-world.ts";
import { MINUTE } from "./world.ts";

// The rules of jobs lie above this package, which does not depend on them: they are joined here as a node does it.
const { judge: meshJudge } = (await import(new URL("../../../mesh/src/index.ts", import.meta.url).href)) as {
  judge: Judge;
};
const same = [sampleResult, sampleResult, sampleResult];
const differing: readonly Cid[] = [sampleResult, sampleResult, otherResult];

/** The manager shows every receipt and settles all. */
async function settleAll({ creator, clock }: QuorumWorld, replicas: readonly Replica[]) {
  const shown = replicas.map(({ receipt }) => receipt);
  const asked = Promise.all(replicas.map(({ assignment }) => creator.settle(assignment.cid, shown)));
  await clock.advance(5 * MINUTE);
  for (const settled of await asked) must(settled);
}

async function closeAll({ creator, held }: QuorumWorld): Promise<bigint> {
  must(await creator.close(held.hold, held.job.bytes));
  await creator.idle();
  return viewOf(creator.ledger, creator.account, "mana").free;
}

const judges = [
  { judge: plainQuorumJudge, by: "the plain rules" },
  { judge: meshJudge, by: "the rules of jobs" },
];
const worlds = judges.flatMap((each) => [1, 4].map((guards) => ({ ...each, guards })));

describe.each(worlds)("a quorum of 2 of 3, judged by $by, with $guards guards", ({ judge, guards }) => {
  it("pays every replica that agrees, and gives back the rest", async () => {
    const world = await openQuorum(judge, { guards });
    const replicas = await startAll(world, same);
    await reveal(world, replicas);
    await settleAll(world, replicas);
    expect(endings(world, replicas)).toEqual(["pay", "pay", "pay"]);
    expect(await closeAll(world)).toBe(900n - 240n);
  });

  it("pays nothing to the one that is outvoted", async () => {
    const world = await openQuorum(judge, { guards });
    const replicas = await startAll(world, differing);
    await reveal(world, replicas);
    await settleAll(world, replicas);
    expect(endings(world, replicas)).toEqual(["pay", "pay", "outvoted"]);
    expect(await closeAll(world)).toBe(900n - 160n);
  });

  it("pays executors that show for themselves, whatever the manager does", async () => {
    const world = await openQuorum(judge, { guards });
    const replicas = await startAll(world, same);
    const shown = await reveal(world, replicas);
    const asked = Promise.all(
      replicas.map(({ client, assignment, receipt }) => client.settle(assignment.cid, [shown, receipt])),
    );
    await world.clock.advance(5 * MINUTE);
    for (const settled of await asked)
      expect(must(settled).certified.certificate.outcome).toMatchObject({ type: "pay", taken: 80n });
  });

  it("pays an executor whose commit the manager left out, if guards were shown it before the others", async () => {
    const world = await openQuorum(judge, { guards });
    const [first, second, third] = (await startAll(world, same)) as [Replica, Replica, Replica];
    must(await third.client.show(third.assignment.cid, [third.commit]));
    await world.clock.advance(1);
    await reveal(world, [first, second]);
    await settleAll(world, [first, second, third]);
    expect(endings(world, [first, second, third])).toEqual(["pay", "pay", "pay"]);
  });

  it("pays nothing to who committed after the others were shown", async () => {
    const world = await openQuorum(judge, { guards });
    const [first, second, third] = (await startAll(world, same)) as [Replica, Replica, Replica];
    await reveal(world, [first, second]);
    await world.clock.advance(1);
    must(await third.client.show(third.assignment.cid, [third.commit]));
    const asked = third.client.settle(third.assignment.cid, [third.receipt]);
    await world.clock.advance(30 * MINUTE);
    await asked;
    const lapsed = third.client.settle(third.assignment.cid, []);
    await world.clock.advance(30 * MINUTE);
    expect(must(await lapsed).certified.certificate.outcome).toMatchObject({ type: "lapse" });
  });
});

describe.each([1, 4])("a replica, with %d guards,", (guards) => {
  const codeOf = async (world: QuorumWorld, agreed: Awaited<ReturnType<typeof agreeOnReplica>>) => {
    const signed = await world.creator.signAssignment(agreed);
    const ruling = signed.ok ? await world.creator.certifyAssignment(signed.value) : signed;
    return ruling.ok ? "ok" : ruling.refusal.code;
  };

  it.each([
    { what: "of an executor that is no member", number: 3, changes: { isMember: false } },
    { what: "of an executor that is in it already", number: 2, changes: { replica: 1 } },
    { what: "whose number has another that is open", number: 3, changes: { replica: 0 } },
    { what: "beyond what the job asks for", number: 3, changes: { replica: 3 } },
    { what: "beyond even an appeal", number: 3, changes: { replica: 4 } },
  ])("$what is not certified", async ({ number, changes }) => {
    const world = await openQuorum(plainQuorumJudge, { guards });
    await startReplica(world, 2);
    expect(await codeOf(world, await agreeOnReplica(world, number, changes))).toBe("ECONOMICS_NOT_ELIGIBLE");
  });

  it("is not begun once the others were shown", async () => {
    const world = await openQuorum(plainQuorumJudge, { guards });
    const first = await startReplica(world, 2);
    await reveal(world, [first]);
    expect(await codeOf(world, await agreeOnReplica(world, 3))).toBe("ECONOMICS_NOT_ELIGIBLE");
  });
});

describe("what is shown to a guard", () => {
  it("is refused where it is more than one job can have", async () => {
    const world = await openQuorum(plainQuorumJudge);
    const replicas = await startAll(world, same);
    const shown = await reveal(world, replicas);
    const [first] = replicas as [Replica];
    const many = Array.from({ length: 40 }, () => shown);
    expect(await world.creator.show(first.assignment.cid, many)).toEqual({
      ok: false,
      refusal: { code: "ECONOMICS_WRONG_EVIDENCE", because: "too-much" },
    });
  });

  it("is not noted for somebody who is no side of the assignment", async () => {
    const world = await openQuorum(plainQuorumJudge, { guards: 4 });
    const [first, second] = (await startAll(world, same)) as [Replica, Replica];
    expect(await second.client.show(first.assignment.cid, [first.commit])).toEqual({
      ok: false,
      refusal: { code: "ECONOMICS_NOT_PARTY" },
    });
  });

  it("is told again to guards that could not be reached, until a quorum has noted it", async () => {
    const world = await openQuorum(plainQuorumJudge, { guards: 4 });
    const [first] = (await startAll(world, same)) as [Replica];
    let isDown = true;
    const executor = await world.economy.client(first.number, {
      wrapGuards: (guards) => ({
        ask: (...asked) => (isDown ? Promise.reject(new Error("down")) : guards.ask(...asked)),
      }),
    });
    const told = executor.show(first.assignment.cid, [first.commit]);
    await world.clock.advance(MINUTE);
    isDown = false;
    await world.clock.advance(MINUTE);
    must(await told);
  });
});
