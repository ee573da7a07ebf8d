import type { Job } from "@icn-mesh/core";
import {
  type BidCandidate,
  createMembershipChecker,
  type ExecutorFacts,
  icnCompatPolicy,
  type SelectionPolicy,
  scoreBid,
  selectExecutor,
  weightedPolicy,
} from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import {
  type BidFields,
  bidFor,
  candidate,
  charter,
  did,
  idOf,
  jobWith,
  membership,
  otherNet,
  plainJob,
  requestFor,
} from "./sample-round.ts";

type Offer = readonly [fields: BidFields, facts?: ExecutorFacts];

const compat = icnCompatPolicy();
const scoredOnly: SelectionPolicy = { ...weightedPolicy(), newcomerPpm: 0 };

/** The winner, which must be the same in both orders of arrival. */
function winnerOf(job: Job, offers: readonly Offer[], more: Parameters<typeof requestFor>[1] = {}) {
  const candidates = offers.map(([fields, facts]) => candidate(job, fields, facts));
  const [forth, back] = [candidates, candidates.toReversed()].map(
    (order) => selectExecutor(order, requestFor(job, more)).winner?.bid.body.by,
  );
  expect(back).toBe(forth);
  return forth;
}

const size = (cpuCores: number, memoryMb: number) => ({ resources: { cpuCores, memoryMb, storageMb: 0 } });

describe("the acceptance cases of ICN core, in both orders of arrival", () => {
  it("AC-020: no bids, no winner", () => {
    expect(winnerOf(plainJob, [])).toBeUndefined();
  });

  it("AC-021: nobody wins when all bidders lack the funds", () => {
    const broke = { solvent: 0 };
    expect(
      winnerOf(
        plainJob,
        [
          [{ by: did(1) }, broke],
          [{ by: did(2) }, broke],
        ],
        { policy: compat },
      ),
    ).toBeUndefined();
  });

  it("AC-022, AC-023: a bidder that lacks the funds is passed over, even if it is the best", () => {
    const offers: Offer[] = [
      [{ by: did(1) }, { solvent: 0, reputation: 50 }],
      [{ by: did(2) }, { solvent: 1 }],
    ];
    expect(winnerOf(plainJob, offers, { policy: compat })).toBe(did(2));
    const [first] = offers.map(([fields, facts]) => candidate(plainJob, fields, facts));
    const outcome = selectExecutor([first as BidCandidate], requestFor(plainJob, { policy: compat }));
    expect(outcome.judged()).toMatchObject([{ score: 0, reason: "insolvent" }]);
  });

  it.each([
    ["weighted", scoredOnly],
    ["icn-compat", compat],
  ])("AC-024 by %s: the higher reputation wins", (_, policy) => {
    const offers: Offer[] = [
      [
        { by: did(1), price: 15n, ...size(2, 1024) },
        { reputation: 5, latencyMs: 10, solvent: 1 },
      ],
      [
        { by: did(2), price: 5n, ...size(1, 512) },
        { reputation: 1, latencyMs: 20, solvent: 1 },
      ],
    ];
    expect(winnerOf(plainJob, offers, { policy })).toBe(did(1));
  });

  it.each([
    ["weighted", scoredOnly],
    ["icn-compat", compat],
  ])("AC-025 by %s: at one reputation the lower price wins over the lower latency", (_, policy) => {
    const offers: Offer[] = [
      [
        { by: did(1), price: 20n },
        { reputation: 3, latencyMs: 15 },
      ],
      [
        { by: did(2), price: 5n },
        { reputation: 3, latencyMs: 5 },
      ],
    ];
    expect(winnerOf(plainJob, offers, { policy })).toBe(did(2));
  });

  it("AC-026: weights decide: with 100 for the price the cheap one wins", () => {
    const offers: Offer[] = [
      [{ by: did(1), price: 50n }, { reputation: 10 }],
      [{ by: did(2), price: 5n }, { reputation: 1 }],
    ];
    const weights = { price: 100, reputation: 1 };
    expect(winnerOf(plainJob, offers, { policy: { ...weightedPolicy(weights), newcomerPpm: 0 } })).toBe(
      did(2),
    );
    const [dear, cheap] = offers.map(([fields, facts]) =>
      scoreBid(bidFor(plainJob, fields).body, facts ?? {}, {
        job: plainJob,
        jobId: idOf(plainJob),
        policy: icnCompatPolicy(weights),
      }),
    );
    expect({ dear, cheap }).toEqual({ dear: 2 + 10 + 1, cheap: 20 + 1 + 1 });
  });

  it("AC-027: with 10 for resources the larger machine wins, and one that is too small cannot win", () => {
    const offers: Offer[] = [[{ by: did(1), ...size(4, 4096) }], [{ by: did(2), ...size(1, 512) }]];
    const policy = { ...weightedPolicy({ resources: 10 }), newcomerPpm: 0 };
    expect(winnerOf(plainJob, offers, { policy })).toBe(did(1));
    const larger = jobWith({ resources: { cpuCores: 2, memoryMb: 1024, storageMb: 0 } });
    expect(winnerOf(larger, offers.slice(1), { policy })).toBeUndefined();
  });

  it("AC-028: the score rises with the reputation", () => {
    const terms = { job: plainJob, jobId: idOf(plainJob) };
    const { body } = bidFor(plainJob, { by: did(1) });
    const scores = [0, 1, 2, 10, 1000].map((reputation) => scoreBid(body, { reputation }, terms));
    expect(scores).toEqual(scores.toSorted((left, right) => left - right));
    expect(new Set(scores).size).toBe(scores.length);
  });

  it("AC-029: of allowed federations only members win, even if they are dearer", () => {
    const inside = membership({ account: did(1), net: otherNet });
    const outside = membership({ account: did(2) });
    const checker = createMembershipChecker({
      memberOf: (cid) => [inside, outside].find((each) => each.cid === cid)?.member,
      isCharterKey: (key) => key === charter,
    });
    const job = jobWith({ allowedFederations: [otherNet] });
    const offers: Offer[] = [
      [{ by: did(1), price: 90n, membership: [inside.cid] }],
      [{ by: did(2), price: 1n, membership: [outside.cid] }],
    ];
    expect(winnerOf(job, offers, { checker })).toBe(did(1));
  });

  it("AC-030: only holders of a required capability win", () => {
    const job = jobWith({ requiredCapabilities: ["gpu"] });
    const offers: Offer[] = [
      [{ by: did(1), price: 90n, capabilities: ["wasm", "gpu"] }],
      [{ by: did(2), price: 1n, capabilities: ["wasm"] }],
    ];
    expect(winnerOf(job, offers)).toBe(did(1));
  });

  it("AC-031: whoever has less than the least reputation does not win, however cheap", () => {
    const job = jobWith({ minExecutorReputation: 10 });
    const offers: Offer[] = [
      [{ by: did(1), price: 20n }, { reputation: 50 }],
      [{ by: did(2), price: 5n }, { reputation: 5 }],
    ];
    expect(winnerOf(job, offers)).toBe(did(1));
    expect(winnerOf(job, offers.slice(1))).toBeUndefined();
    expect(winnerOf(job, [[{ by: did(3) }, { reputation: 10 }]])).toBe(did(3));
  });

  it("AC-032: a trust scope is covered by exactly that scope", () => {
    const job = jobWith({ requiredTrustScope: "coop.example" });
    const offers: Offer[] = [
      [{ by: did(1) }],
      [{ by: did(2), trustScope: "coop.example.sub" }],
      [{ by: did(3), price: 90n, trustScope: "coop.example" }],
    ];
    expect(winnerOf(job, offers)).toBe(did(3));
    expect(winnerOf(job, offers.slice(0, 2))).toBeUndefined();
  });

  it("AC-033: where no bid can win, none does", () => {
    expect(
      winnerOf(plainJob, [[{ by: did(1), price: 101n }], [{ by: did(2), ...size(0, 0) }]]),
    ).toBeUndefined();
  });

  it("AC-035: a price above the budget cannot win, the budget itself can", () => {
    expect(winnerOf(plainJob, [[{ by: did(1), price: 101n }, { reputation: 1000 }]])).toBeUndefined();
    expect(winnerOf(plainJob, [[{ by: did(1), price: 100n }]])).toBe(did(1));
  });

  it("AC-037: no boasted size earns more than its share of the score", () => {
    const terms = { job: plainJob, jobId: idOf(plainJob) };
    const huge = scoreBid(bidFor(plainJob, { by: did(1), ...size(65_536, 2 ** 32) }).body, {}, terms);
    const exact = scoreBid(bidFor(plainJob, { by: did(1) }).body, {}, terms);
    expect(huge - exact).toBe(250_000);
    expect(
      winnerOf(plainJob, [[{ by: did(1), ...size(65_536, 2 ** 32) }], [{ by: did(2) }, { reputation: 1 }]]),
    ).toBe(did(2));
  });

  it("AC-039: ten, a hundred and a thousand bids have a winner each", () => {
    for (const count of [10, 100, 1000]) {
      const offers = Array.from(
        { length: count },
        (_, index): Offer => [{ by: did(index) }, { reputation: index }],
      );
      expect(winnerOf(plainJob, offers)).toBe(did(count - 1));
    }
  });
});

describe("the formula of ICN core", () => {
  it.each([
    [1n, 0, size(1, 512), plainJob, 2],
    [2n, 0, size(1, 512), plainJob, 1],
    [500n, 0, size(1, 512), plainJob, 1],
    [500n, 1, size(1, 512), plainJob, 51],
    [10n, 0, size(64, 65_536), plainJob, 96],
    [500n, 0, size(1000, 1), jobWith({ resources: { cpuCores: 0, memoryMb: 0, storageMb: 0 } }), 500],
    [0n, 0, size(0, 0), jobWith({ resources: { cpuCores: 0, memoryMb: 0, storageMb: 0 } }), 1],
    [1n, 0, size(0, 512), plainJob, 1],
    [1n, 0, size(1, 511), plainJob, 1],
  ])(
    "gives a price of %s and a reputation of %s the points worked out by hand",
    (...[price, reputation, machine, job, score]) => {
      const { body } = bidFor(job, { by: did(1), price, ...machine });
      expect(scoreBid(body, { reputation }, { job, jobId: idOf(job), policy: compat })).toBe(score);
    },
  );

  it("divides its latency weight by the milliseconds, and gives nothing for none", () => {
    const policy = icnCompatPolicy({ latency: 100 });
    const { body } = bidFor(plainJob, { by: did(1), price: 1n });
    const scoreAt = (latencyMs: number | undefined) =>
      scoreBid(body, { latencyMs }, { job: plainJob, jobId: idOf(plainJob), policy });
    expect([scoreAt(undefined), scoreAt(0), scoreAt(1), scoreAt(3)]).toEqual([2, 2, 102, 35]);
  });

  it("gives a tenth of a point for more than twice of one resource, and none for exactly twice", () => {
    const policy = icnCompatPolicy({ price: 0, reputation: 0, resources: 100, latency: 0 });
    const scoreOf = (machine: BidFields) =>
      scoreBid(bidFor(plainJob, machine).body, {}, { job: plainJob, jobId: idOf(plainJob), policy });
    expect(scoreOf({ by: did(1), ...size(2, 1024) })).toBe(200);
    expect(scoreOf({ by: did(1), ...size(3, 512) })).toBe(210);
    expect(scoreOf({ by: did(1), ...size(1, 1025) })).toBe(160);
  });

  it("stays a safe integer at the largest reputation", () => {
    const { body } = bidFor(plainJob, { by: did(1) });
    const score = scoreBid(
      body,
      { reputation: 2 ** 53 },
      { job: plainJob, jobId: idOf(plainJob), policy: compat },
    );
    expect(score).toBe(Number.MAX_SAFE_INTEGER);
  });
});
