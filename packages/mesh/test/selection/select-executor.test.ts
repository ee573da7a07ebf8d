import type { Cid } from "@icn-mesh/core";
import {
  type BidCandidate,
  readPolicy,
  SELECTION_POLICIES,
  type SelectionPolicy,
  selectExecutor,
  weightedPolicy,
} from "@icn-mesh/mesh";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { candidate, did, faceless, jobWith, plainJob, requestFor } from "./sample-round.ts";

const policies: readonly SelectionPolicy[] = Object.keys(SELECTION_POLICIES).map(
  (name) =>
    (readPolicy(name, {}) ??
      readPolicy(name, { price: 1, reputation: 50, resources: 1, latency: 1 })) as SelectionPolicy,
);
const anyPolicy = fc.constantFrom(...policies);

/** Few values, so that ties are common and some bids cannot win. */
const anyBid = fc.record({
  price: fc.bigInt({ min: 0n, max: 4n }).map((step) => step * 26n),
  cpuCores: fc.nat(3),
  facts: fc.record({
    reputation: fc.constantFrom(0, 0, 9, 10, 50),
    latencyMs: fc.constantFrom(undefined, 5),
    used: fc.nat(2),
    loadPpm: fc.constantFrom(0, 500_000),
    stake: fc.nat(2),
    solvent: fc.constantFrom(0, 1, undefined),
    excluded: fc.constantFrom(undefined, undefined, 1),
  }),
});
const anyRound = fc
  .array(anyBid, { maxLength: 12 })
  .map((bids) =>
    bids.map(({ price, cpuCores, facts }, index) =>
      candidate(
        plainJob,
        { by: did(index), price, resources: { cpuCores, memoryMb: 512, storageMb: 0 } },
        facts,
      ),
    ),
  );

describe("selectExecutor", () => {
  it("AC-034: chooses the same winner, scores and reasons in any order, by every policy", () => {
    const shuffled = anyRound.chain((round) =>
      fc.tuple(fc.constant(round), fc.shuffledSubarray(round, { minLength: round.length })),
    );
    fc.assert(
      fc.property(shuffled, anyPolicy, ([round, other], policy) => {
        const request = requestFor(plainJob, { policy });
        const [first, second] = [selectExecutor(round, request), selectExecutor(other, request)];
        expect(second.winner?.bid.cid).toBe(first.winner?.bid.cid);
        const byCid = (selection: typeof first) =>
          new Map(selection.judged().map(({ bid, score, reason }) => [bid.cid, [score, reason]]));
        expect(byCid(second)).toEqual(byCid(first));
      }),
    );
  });

  it("never lets a bid change what is said of another", () => {
    fc.assert(
      fc.property(anyRound, anyPolicy, (round, policy) => {
        const request = requestFor(plainJob, { policy });
        const together = selectExecutor(round, request).judged();
        const alone = round.map((each) => selectExecutor([each], request).judged()[0]);
        expect(together.map(({ score, reason }) => [score, reason])).toEqual(
          alone.map((each) => [each?.score, each?.reason]),
        );
      }),
    );
  });

  it("has a winner exactly where some bid can win, and it is one of those with the highest score", () => {
    fc.assert(
      fc.property(anyRound, anyPolicy, (round, policy) => {
        const { winner, judged } = selectExecutor(
          round,
          requestFor(plainJob, { policy: { ...policy, newcomerPpm: 0 } }),
        );
        const able = judged().filter(({ reason }) => reason === undefined);
        expect(winner === undefined).toBe(able.length === 0);
        if (winner === undefined) return;
        expect(winner.reason).toBeUndefined();
        expect(winner.bid.body.price <= plainJob.budget && winner.bid.body.resources.cpuCores >= 1).toBe(
          true,
        );
        expect(winner.facts.excluded).toBeUndefined();
        expect(winner.score).toBe(Math.max(...able.map(({ score }) => score)));
      }),
    );
  });

  it("finds the winner that checking every signature first would find, with fewer checks", () => {
    fc.assert(
      fc.property(anyRound, fc.nat(4096), fc.constantFrom(0, 1_000_000), (round, forged, newcomerPpm) => {
        const isForged = ({ bid }: BidCandidate) =>
          ((forged >> round.findIndex((each) => each.bid.cid === bid.cid)) & 1) === 1;
        const request = requestFor(plainJob, { policy: { ...weightedPolicy(), newcomerPpm } });
        const checked: Cid[] = [];
        const lazily = selectExecutor(round, {
          ...request,
          isAuthentic: (bid) => {
            checked.push(bid.cid);
            return !isForged({ bid, facts: {} });
          },
        });
        const fully = selectExecutor(
          round.filter((each) => !isForged(each)),
          request,
        );
        expect(lazily.winner?.bid.cid).toBe(fully.winner?.bid.cid);
        expect(lazily.isNewcomerPick).toBe(fully.isNewcomerPick);
        expect(new Set(checked).size).toBe(checked.length);
        const refused = lazily.judged().filter(({ reason }) => reason === "bad-signature");
        expect(checked.length).toBe(refused.length + (lazily.winner === undefined ? 0 : 1));
      }),
    );
  });

  it("checks one signature where the best one is good", () => {
    let checks = 0;
    const round = [1, 2, 3].map((index) =>
      candidate(plainJob, { by: did(index) }, { reputation: index * 10 }),
    );
    const request = requestFor(plainJob, { isAuthentic: () => ++checks > 0 });
    expect(selectExecutor(round, request).winner?.bid.body.by).toBe(did(3));
    expect(checks).toBe(1);
  });

  it("has no winner where every signature is bad, and says so of each bid", () => {
    const round = [1, 2, 3].map((index) => candidate(plainJob, { by: did(index) }, { reputation: index }));
    const { winner, judged } = selectExecutor(round, requestFor(plainJob, { isAuthentic: () => false }));
    expect(winner).toBeUndefined();
    expect(judged().map(({ reason, score }) => [reason, score])).toEqual(
      round.map(() => ["bad-signature", 0]),
    );
  });

  it("treats a policy that gives no number, or a negative one, as one that gives 0", () => {
    for (const value of [Number.NaN, -5]) {
      const policy = {
        ...weightedPolicy(),
        newcomerPpm: 0,
        scorerFor: () => () => value,
        tieBreak: () => value,
      };
      const round = [1, 2].map((index) => candidate(plainJob, { by: did(index) }, { reputation: index }));
      const { winner, judged } = selectExecutor(round, requestFor(plainJob, { policy }));
      expect([winner?.bid.body.by, winner?.score]).toEqual([did(2), 0]);
      expect(judged().map(({ score }) => score)).toEqual([0, 0]);
    }
  });
});

describe("what strangers may send", () => {
  it("is nothing at all, everybody new, and prices from zero to the largest", () => {
    expect(selectExecutor([], requestFor(plainJob)).winner).toBeUndefined();
    const huge = jobWith({}, { budget: 2n ** 63n - 1n });
    const round = [0n, 1n, 2n ** 53n, 2n ** 63n - 1n].map((price, index) =>
      candidate(huge, { by: did(index), price }),
    );
    expect(selectExecutor(round, requestFor(huge)).winner?.bid.body.price).toBe(0n);
  });

  it("is a hundred thousand bids of newcomers, of which the draw takes one of the cheapest", () => {
    const { bid } = candidate(plainJob, { by: did(0) });
    const round = Array.from({ length: 100_000 }, (_, index) => ({
      bid: { ...bid, body: { ...bid.body, by: faceless(index), price: BigInt(index % 100) } },
      facts: {},
    }));
    const first = selectExecutor(round, requestFor(plainJob)).winner;
    const second = selectExecutor(round.toReversed(), requestFor(plainJob)).winner;
    expect([first?.bid.body.price, second?.bid.body.by]).toEqual([0n, first?.bid.body.by]);
  });

  it("is a hundred thousand bids with bad signatures and one good one", () => {
    const { bid } = candidate(plainJob, { by: did(0) });
    const round = Array.from({ length: 100_000 }, (_, index) => ({
      bid: { ...bid, cid: `${bid.cid}-${index}` as Cid, body: { ...bid.body, by: faceless(index) } },
      facts: { reputation: index },
    }));
    const isAuthentic = ({ body }: typeof bid) => body.by === faceless(0);
    expect(selectExecutor(round, requestFor(plainJob, { isAuthentic })).winner?.bid.body.by).toBe(
      faceless(0),
    );
  });
});
