import { type Cid, cidOf } from "@icn-mesh/core";
import { drawBids, type GuardReply } from "@icn-mesh/economics";
import { plainQuorumJudge, sampleResult } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { must } from "../a-job.ts";
import {
  agreeOnReplica,
  openQuorum,
  otherResult,
  type QuorumWorld,
  type Replica,
  reveal,
  startAll,
  startReplica,
} from "./quorum-world.ts";
import { MINUTE } from "./world.ts";

const THIRD = [sampleResult, sampleResult, otherResult];

/** Two replicas have paid for one result, and the third of another is about to be outvoted. */
async function outvote(options: Parameters<typeof openQuorum>[1] = {}) {
  const world = await openQuorum(plainQuorumJudge, options);
  const replicas = await startAll(world, THIRD);
  await reveal(world, replicas);
  const [first, second, outvoted] = replicas as [Replica, Replica, Replica];
  const shown = replicas.map(({ receipt }) => receipt);
  must(await world.creator.settle(first.assignment.cid, shown));
  must(await world.creator.settle(second.assignment.cid, shown));
  return { world, replicas, outvoted };
}

/** The bids that are drawn, by the numbers of their executors. */
function drawn(world: QuorumWorld, replicas: readonly Replica[]): readonly number[] {
  const { bids, held } = world;
  const numbers = [...bids.keys()];
  const pool = numbers.map((number) => ({ cid: bids.get(number)!.cid, sig: new Uint8Array(64) }));
  const cids = drawBids(
    { bids: pool, rejected: [{ bid: bids.get(8)!.cid, reason: "resources" }] },
    {
      job: held.job.cid,
      commits: replicas.map(({ commit }) => cidOf(commit.body)),
      taken: new Set(replicas.map(({ assignment }) => assignment.body.bid)),
    },
  );
  return cids.map((cid) => numbers.find((number) => bids.get(number)!.cid === cid)!);
}

/** One more replica, which says so, and its settlement and that of the outvoted one. */
async function answer(world: QuorumWorld, replicas: readonly Replica[], result: Cid) {
  const [number] = drawn(world, replicas) as [number];
  const extra = await startReplica(world, number, { replica: 3, result, draw: world.selection });
  must(await extra.client.show(extra.assignment.cid, [extra.commit]));
  const shown = [extra.receipt];
  const asked = Promise.all([
    world.creator.settle(extra.assignment.cid, shown),
    world.creator.settle(replicas[2]!.assignment.cid, shown),
  ]);
  await world.clock.advance(5 * MINUTE);
  const settled = (await asked).map((each) => must(each).certified.certificate.outcome);
  return settled.map((outcome) => (typeof outcome === "string" ? outcome : outcome.type));
}

const codeOf = (ruling: { readonly ok: boolean; readonly refusal?: { readonly code: string } }) =>
  ruling.ok ? "ok" : ruling.refusal?.code;

describe.each([1, 4])("an outvoted executor that appeals to %d guards", (guards) => {
  it("is paid if one more replica, drawn from the bids, is of its opinion", async () => {
    const { world, replicas, outvoted } = await outvote({ guards });
    must(await outvoted.client.appeal(outvoted.assignment.cid));
    expect(await answer(world, replicas, otherResult)).toEqual(["pay", "pay"]);
  });

  it("stays outvoted if it is not", async () => {
    const { world, replicas, outvoted } = await outvote({ guards });
    must(await outvoted.client.appeal(outvoted.assignment.cid));
    expect(await answer(world, replicas, sampleResult)).toEqual(["pay", "outvoted"]);
  });

  it("is paid if the manager lets the grace period go by without asking anybody", async () => {
    const { world, outvoted } = await outvote({ guards });
    must(await outvoted.client.appeal(outvoted.assignment.cid));
    const asked = world.creator.settle(outvoted.assignment.cid, [outvoted.receipt]);
    await world.clock.advance(5 * MINUTE);
    expect(must(await asked).certified.certificate.outcome).toMatchObject({ type: "pay", taken: 80n });
  });

  it("keeps its appeal through a restart of the guards", async () => {
    const { world, outvoted } = await outvote({ guards });
    must(await outvoted.client.appeal(outvoted.assignment.cid));
    for (const guard of world.economy.guards) await guard.restart();
    const asked = world.creator.settle(outvoted.assignment.cid, [outvoted.receipt]);
    await world.clock.advance(5 * MINUTE);
    expect(must(await asked).certified.certificate.outcome).toMatchObject({ type: "pay" });
  });

  it("is not heard where the hold has no room for one more", async () => {
    const { outvoted } = await outvote({ guards, spare: 0n });
    // Each replica has left 20 of its 100.
    expect(codeOf(await outvoted.client.appeal(outvoted.assignment.cid))).toBe("ECONOMICS_ABOVE_HOLD");
  });

  it("is not heard where only cheap bids have left room, for which nobody was asked", async () => {
    const { world, outvoted } = await outvote({ guards, spare: 99n });
    expect(world.creator.ledger.hold(world.held.hold)).toMatchObject({ amount: 399n, committed: 240n });
    expect(codeOf(await outvoted.client.appeal(outvoted.assignment.cid))).toBe("ECONOMICS_ABOVE_HOLD");
  });

  it("is not heard after the grace period, which begins when guards find it outvoted", async () => {
    const { world, outvoted } = await outvote({ guards });
    const asked = world.creator.settle(outvoted.assignment.cid, [outvoted.receipt]);
    await world.clock.advance(MINUTE - 1);
    await world.clock.advance(10 * MINUTE);
    expect(must(await asked).certified.certificate.outcome).toMatchObject({ type: "outvoted" });
    expect(codeOf(await outvoted.client.appeal(outvoted.assignment.cid))).toMatch(
      /^ECONOMICS_(UNKNOWN_ASSIGNMENT|WRONG_EVIDENCE)$/,
    );
  });
});

describe("an appeal", () => {
  it("is not for who was not outvoted, nor for anybody but the executor", async () => {
    const world = await openQuorum(plainQuorumJudge);
    const replicas = await startAll(world, THIRD);
    await reveal(world, replicas);
    const [first, , third] = replicas as [Replica, Replica, Replica];
    expect(codeOf(await first.client.appeal(first.assignment.cid))).toBe("ECONOMICS_WRONG_EVIDENCE");
    expect(codeOf(await world.creator.appeal(third.assignment.cid))).toBe("ECONOMICS_NOT_PARTY");
  });
});

describe("one more replica", () => {
  async function tryReplica(
    { world, outvoted }: Awaited<ReturnType<typeof outvote>>,
    number: number,
    { hasAppealed = true, hasDraw = true } = {},
  ): Promise<GuardReply["type"] | string> {
    if (hasAppealed) must(await outvoted.client.appeal(outvoted.assignment.cid));
    const draw = hasDraw ? { draw: world.selection } : {};
    const agreed = await agreeOnReplica(world, number, { replica: 3, ...draw });
    const offer = must(await world.creator.signAssignment(agreed));
    return codeOf(await world.creator.certifyAssignment(offer)) ?? "";
  }

  it("is drawn from the bids of the round that were not rejected and are not in it, and only three of them", async () => {
    const scene = await outvote();
    const numbers = drawn(scene.world, scene.replicas);
    expect(numbers).toHaveLength(3);
    expect(numbers.every((number) => [5, 6, 7].includes(number))).toBe(true);
    expect(await tryReplica(scene, 8)).toBe("ECONOMICS_NOT_ELIGIBLE");
  });

  it.each([
    { what: "without an appeal", options: { hasAppealed: false } },
    { what: "without a draw", options: { hasDraw: false } },
  ])("$what is not certified", async ({ options }) => {
    const scene = await outvote();
    const [number] = drawn(scene.world, scene.replicas) as [number];
    expect(await tryReplica(scene, number, options)).toBe("ECONOMICS_NOT_ELIGIBLE");
  });

  it("is drawn alike by whoever draws, whatever the order of the commits", async () => {
    const { world, replicas } = await outvote();
    expect(drawn(world, replicas.toReversed())).toEqual(drawn(world, replicas));
  });

  it("needs a draw that the manager has signed for this job", async () => {
    const scene = await outvote();
    const { world, outvoted, replicas } = scene;
    must(await outvoted.client.appeal(outvoted.assignment.cid));
    const [number] = drawn(world, replicas) as [number];
    const forged = { ...world.selection, sig: world.selection.sig.map((byte) => byte ^ 1) };
    const agreed = await agreeOnReplica(world, number, { replica: 3, draw: forged });
    const offer = must(await world.creator.signAssignment(agreed));
    expect(codeOf(await world.creator.certifyAssignment(offer))).toBe("ECONOMICS_BAD_SIGNATURE");
  });
});
