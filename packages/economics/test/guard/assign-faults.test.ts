import { assignmentRecord, createMemoryStorage, type Signer, signRecord } from "@icn-mesh/core";
import { checkEquivocation, equivocationsIn, type GuardAsk, linkSlot } from "@icn-mesh/economics";
import { sampleAcceptance, sampleAssignment, sampleBid } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { type AssignChanges, embed } from "../a-job.ts";
import { assign, MINUTE, openWorld, totals, type World, wordsOf } from "./world.ts";

interface Fault extends Partial<AssignChanges> {
  readonly what: string;
  readonly code: string;
  readonly signer?: (world: World) => Signer;
  readonly accepted?: boolean;
  readonly acceptedBy?: (world: World) => Signer;
}

/** An assignment as anybody might ask for it. */
async function ask(world: World, fault: Partial<Fault>): Promise<GuardAsk> {
  const { economy, held, executor, creatorKey, clock } = world;
  const bid = await sampleBid(economy.federation.net, held.job.cid, {
    by: executor,
    changes: fault.bid ?? {},
  });
  const by = fault.signer?.(world) ?? creatorKey;
  const claimBy = fault.claimBy ?? clock.now() + 10 * MINUTE;
  const body = { ...sampleAssignment(held.job, bid, { claimBy, ...fault.assignment }), by: by.did };
  const assignment = await signRecord(assignmentRecord, body, by);
  const acceptance = await sampleAcceptance(assignment, fault.acceptedBy?.(world) ?? executor, {
    accepted: fault.accepted ?? true,
  });
  return {
    type: "assign",
    assignment: embed(assignment),
    job: held.job.bytes,
    bid: bid.bytes,
    acceptance: embed(acceptance),
    members: [],
  };
}

const faults: readonly Fault[] = [
  { what: "by a stranger", code: "ECONOMICS_NOT_MANAGER", signer: ({ stranger }) => stranger },
  { what: "by its own executor", code: "ECONOMICS_NOT_MANAGER", signer: ({ executor }) => executor },
  { what: "above the hold", code: "ECONOMICS_ABOVE_HOLD", bid: { price: 101n } },
  { what: "at another price than was bid", code: "ECONOMICS_WRONG_BID", assignment: { price: 79n } },
  { what: "with a fail price above the price", code: "ECONOMICS_WRONG_BID", bid: { failPrice: 81n } },
  { what: "with a claim that has expired", code: "ECONOMICS_CLAIM_OUT_OF_REACH", claimBy: 1 },
  {
    what: "with less time than the executor needs",
    code: "ECONOMICS_CLAIM_OUT_OF_REACH",
    bid: { needMs: 11 * MINUTE },
  },
  {
    what: "with a claim after the end of the hold",
    code: "ECONOMICS_CLAIM_OUT_OF_REACH",
    claimBy: 9_000_000_000_000,
  },
  { what: "that its executor has not accepted", code: "ECONOMICS_NOT_ACCEPTED", accepted: false },
  {
    what: "that somebody else has accepted",
    code: "ECONOMICS_NOT_ACCEPTED",
    acceptedBy: ({ stranger }) => stranger,
  },
  { what: "that leaves out a link", code: "ECONOMICS_BEHIND", assignment: { seq: 1 } },
];

describe("an assignment", () => {
  it.each(faults)("$what is refused as $code, and nothing moves", async (fault) => {
    const world = await openWorld();
    const before = totals(world);
    expect(wordsOf(await world.economy.askAll(await ask(world, fault), world.creator.account))).toEqual([
      fault.code,
    ]);
    expect(totals(world)).toBe(before);
  });

  it("beyond what the open ones leave of the hold is refused", async () => {
    const world = await openWorld();
    const first = await assign(world);
    const second = await ask(world, { assignment: { seq: 1, prev: first.cid, attempt: 2 } });
    expect(wordsOf(await world.economy.askAll(second, world.creator.account))).toEqual([
      "ECONOMICS_ABOVE_HOLD",
    ]);
  });

  it.each([1, 4])(
    "in a slot that another one has is refused by %d guards, and both are kept as evidence against the manager",
    async (guards) => {
      const world = await openWorld({ guards });
      const { economy, creator } = world;
      const { cid } = await assign(world);
      const proof = await creator.proof(linkSlot(world.held.hold, 0));
      for (const { current } of economy.guards)
        await current.ask({ ask: { type: "learn" }, proofs: [proof!] }, creator.account);
      const second = await ask(world, { assignment: { attempt: 7 } });
      const words = wordsOf(await economy.askAll(second, creator.account));
      expect(words).toEqual(Array(guards).fill(guards === 1 ? "ECONOMICS_SLOT_TAKEN" : "certified"));
      const evidence = await Promise.all(
        economy.guards.map(({ disk }) =>
          equivocationsIn({ federation: economy.federation, storage: createMemoryStorage({ disk }) }),
        ),
      );
      const all = evidence.flat();
      expect(all.length).toBeGreaterThanOrEqual(economy.federation.quorum);
      for (const each of all) {
        expect(checkEquivocation(each, economy.verifier)).toBe(true);
        expect(each.first).toMatchObject({ cid, body: { by: creator.account } });
      }
    },
  );
});
