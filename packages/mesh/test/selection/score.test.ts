import { type Bid, cidOf, type Did, type Job, type JobId } from "@icn-mesh/core";
import {
  cheapestPolicy,
  type ExecutorFacts,
  icnCompatPolicy,
  MeshError,
  reputationLoadPolicy,
  type SelectionPolicy,
  scoreBid,
  stakeLotteryPolicy,
  weightedPolicy,
} from "@icn-mesh/mesh";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bidFor, did, idOf, jobWith, plainJob } from "./sample-round.ts";

const nothing = { cpuCores: 0, memoryMb: 0, storageMb: 0 };
const term = (name: "price" | "reputation" | "resources" | "latency", weight = 1): SelectionPolicy =>
  weightedPolicy({ price: 0, reputation: 0, resources: 0, latency: 0, [name]: weight });

function scoreOf(
  job: Job,
  fields: Partial<Bid>,
  { facts = {}, policy }: { facts?: ExecutorFacts; policy?: SelectionPolicy } = {},
) {
  const terms = { job, jobId: idOf(job), ...(policy === undefined ? {} : { policy }) };
  return scoreBid(bidFor(job, { by: did(1), ...fields }).body, facts, terms);
}

describe("the weighted score", () => {
  it("weighs price, reputation, headroom and latency 1, 50, 1, 1", () => {
    const facts = { reputation: 100, latencyMs: 100 };
    expect(scoreOf(plainJob, { price: 0n }, { facts })).toBe(1_000_000 + 50 * 500_000 + 750_000 + 500_000);
  });

  it("takes what the price leaves of the budget, rounded down", () => {
    const price = (value: bigint) => scoreOf(plainJob, { price: value }, { policy: term("price") });
    expect([price(0n), price(1n), price(100n), price(101n)]).toEqual([1_000_000, 990_099, 9900, 0]);
    const free = jobWith({}, { budget: 0n });
    expect(scoreOf(free, { price: 0n }, { policy: term("price") })).toBe(1_000_000);
  });

  it.each([9_007_199_253n, 9_007_199_254n, 2n ** 53n, 2n ** 63n - 1n])(
    "is exact for a budget of %s",
    (budget) => {
      const job = jobWith({}, { budget });
      const price = (value: bigint) =>
        scoreOf(job, { price: value, failPrice: 0n }, { policy: term("price") });
      const left = (1_000_000n * (budget - budget / 2n)) / (budget + 1n);
      expect([price(0n), price(budget / 2n + 1n), price(budget)]).toEqual([1_000_000, Number(left), 0]);
      const beyond = term("price").scorerFor({ ...job, budget: budget - 1n }, idOf(job));
      expect(beyond(bidFor(job, { by: did(1), price: budget }).body, {})).toBe(0);
    },
  );

  it("takes the mean way to twice of what is required, and a whole where nothing is", () => {
    const resources = (job: Job, offered: Bid["resources"]) =>
      scoreOf(job, { resources: offered }, { policy: term("resources") });
    expect(resources(jobWith({ resources: nothing }), nothing)).toBe(1_000_000);
    const job = jobWith({ resources: { cpuCores: 2, memoryMb: 100, storageMb: 10, gpu: { vramMb: 8 } } });
    expect(resources(job, { cpuCores: 2, memoryMb: 100, storageMb: 10, gpu: { vramMb: 8 } })).toBe(500_000);
    expect(resources(job, { cpuCores: 4, memoryMb: 100, storageMb: 10, gpu: { vramMb: 8 } })).toBe(625_000);
    expect(resources(job, { cpuCores: 400, memoryMb: 150, storageMb: 15, gpu: { vramMb: 12 } })).toBe(
      812_500,
    );
    expect(resources(job, { cpuCores: 4, memoryMb: 200, storageMb: 20 })).toBe(750_000);
    const vast = jobWith({ resources: { ...nothing, storageMb: 3 * 2 ** 38 } });
    expect(resources(vast, { ...nothing, storageMb: 3 * 2 ** 38 })).toBe(875_000);
    expect(resources(vast, { ...nothing, storageMb: 2 ** 40 })).toBe(916_666);
  });

  it("says of a bid below a given score only that it is below", () => {
    const score = weightedPolicy().scorerFor(plainJob, idOf(plainJob));
    fc.assert(
      fc.property(anyFields, anyFacts, fc.nat(60_000_000), (fields, facts, atLeast) => {
        const { body } = bidFor(plainJob, { by: did(1), ...fields });
        const [exact, bounded] = [score(body, facts), score(body, facts, atLeast)];
        return exact >= atLeast ? bounded === exact : bounded < atLeast;
      }),
    );
  });

  it("refuses weights that would leave the safe integers", () => {
    for (const price of [-1, 0.5, Number.NaN, 1_000_000_001]) {
      expect(() => weightedPolicy({ price })).toThrow(MeshError);
      expect(() => icnCompatPolicy({ price })).toThrow(/price is an integer from 0 to 1000000000/);
    }
    const most = { price: 1e9, reputation: 1e9, resources: 1e9, latency: 1e9 };
    const facts = { reputation: 2 ** 53, latencyMs: 0 };
    const score = scoreOf(
      jobWith({ resources: nothing }),
      { price: 0n },
      { facts, policy: weightedPolicy(most) },
    );
    expect(score).toBe(4e15 - 1e9);
  });
});

const anyFields = fc.record({
  price: fc.bigInt({ min: 0n, max: 100n }),
  resources: fc.record({ cpuCores: fc.nat(4), memoryMb: fc.nat(4096), storageMb: fc.nat(10) }),
});
const anyFacts = fc.record({
  reputation: fc.nat(1000),
  latencyMs: fc.option(fc.nat(1000), { nil: undefined }),
});

describe("any score", () => {
  const policies = [
    weightedPolicy(),
    cheapestPolicy(),
    reputationLoadPolicy(),
    stakeLotteryPolicy(),
    icnCompatPolicy(),
  ];
  const wildNumber = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constant(2 ** 53), fc.constant(undefined));
  const wildFacts = fc.record({
    reputation: wildNumber,
    latencyMs: wildNumber,
    used: wildNumber,
    loadPpm: wildNumber,
    stake: wildNumber,
    solvent: wildNumber,
  });

  it("is a safe integer of at least 0 by every policy, whatever is known of the executor", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...policies),
        wildFacts,
        fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
        (policy, facts, price) => {
          const score = scoreOf(plainJob, { price, failPrice: 0n }, { facts, policy });
          expect(Number.isSafeInteger(score) && score >= 0).toBe(true);
          expect(policy.tieBreak(facts)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it("does not fall when the price falls, the reputation rises, the machine grows or the latency shrinks", () => {
    fc.assert(
      fc.property(
        anyFields,
        fc.record({ reputation: fc.nat(1000), latencyMs: fc.nat(1000) }),
        (fields, facts) => {
          const score = (betterFields: Partial<Bid> = {}, betterFacts: ExecutorFacts = {}) =>
            scoreOf(plainJob, { ...fields, ...betterFields }, { facts: { ...facts, ...betterFacts } });
          const base = score();
          const better = [
            score({ price: fields.price / 2n }),
            score({ resources: { ...fields.resources, cpuCores: fields.resources.cpuCores + 1 } }),
            score({ resources: { ...fields.resources, memoryMb: fields.resources.memoryMb + 1 } }),
            score({}, { reputation: facts.reputation + 1 }),
            score({}, { latencyMs: Math.floor(facts.latencyMs / 2) }),
          ];
          for (const each of better) expect(each).toBeGreaterThanOrEqual(base);
          expect(score({}, { latencyMs: undefined })).toBeLessThanOrEqual(base);
        },
      ),
    );
  });

  it("becomes 0 where a policy gives no number", () => {
    const broken = { ...weightedPolicy(), scorerFor: () => () => Number.NaN };
    expect(scoreOf(plainJob, {}, { policy: broken })).toBe(0);
  });
});

describe("cheapest", () => {
  it("looks at the price alone, and breaks ties by how often an executor was used", () => {
    const policy = cheapestPolicy();
    expect(scoreOf(plainJob, { price: 1n }, { policy, facts: { used: 9 } })).toBe(990_099);
    expect([policy.tieBreak({ used: 9 }), policy.tieBreak({}), policy.inputs]).toEqual([9, 0, ["used"]]);
  });
});

describe("reputation-load", () => {
  const policy = reputationLoadPolicy();

  it("multiplies the reputation by what is idle", () => {
    const score = (facts: ExecutorFacts) => scoreOf(plainJob, {}, { policy, facts });
    expect(score({ reputation: 80, loadPpm: 250_000 })).toBe(60_000_000);
    expect(score({ reputation: 80 })).toBe(80_000_000);
    expect(score({ reputation: 80, loadPpm: 1_000_000 })).toBe(0);
    expect(score({ reputation: 80, loadPpm: 2_000_000 })).toBe(0);
    expect(score({ loadPpm: 5 })).toBe(0);
    expect(score({ reputation: 2 ** 53 })).toBe(9_007_199_254_000_000);
  });

  it("prefers the less busy among equals, and gives newcomers a share", () => {
    expect(policy.tieBreak({ loadPpm: 7 })).toBe(7);
    expect(policy.newcomerPpm).toBe(50_000);
  });
});

describe("stake-lottery", () => {
  const policy = stakeLotteryPolicy();
  const ticket = (stake: number | undefined, by: Did, jobId: JobId) => {
    const { body } = bidFor(plainJob, { by });
    return scoreBid(body, { stake }, { job: plainJob, jobId, policy });
  };

  it("gives nobody a ticket without a stake, and rises with the stake", () => {
    const jobId = idOf(plainJob);
    expect([ticket(undefined, did(1), jobId), ticket(0, did(1), jobId)]).toEqual([0, 0]);
    const rising = [1, 2, 3, 1000, 2 ** 31, 2 ** 32, 2 ** 32 + 2 ** 8, 2 ** 52, 2 ** 53].map((stake) =>
      ticket(stake, did(1), jobId),
    );
    expect(rising.every((score, index) => index === 0 || score > (rising[index - 1] as number))).toBe(true);
    expect(rising[0]).toBeGreaterThan(0);
  });

  it("draws the same ticket for the same job and executor, and others for others", () => {
    expect(ticket(5, did(1), idOf(plainJob))).toBe(ticket(5, did(1), idOf(plainJob)));
    expect(ticket(5, did(1), idOf(plainJob))).not.toBe(ticket(5, did(2), idOf(plainJob)));
  });

  it("doubles a ticket by one in its logarithm when the stake doubles", () => {
    const one = ticket(1, did(1), idOf(plainJob));
    expect([2, 4, 1024].map((stake) => ticket(stake, did(1), idOf(plainJob)) - one)).toEqual(
      [1, 2, 10].map((bits) => bits * 2 ** 24),
    );
    expect(ticket(3, did(1), idOf(plainJob)) - one).toBe(Math.floor(Math.log2(3) * 2 ** 24));
  });

  it("lets stakes of 3 and 1 win about three times and once of four", () => {
    let wins = 0;
    for (let index = 0; index < 4000; index++) {
      const jobId = cidOf(new Uint8Array(4).fill(index % 256).with(0, index >> 8), "raw") as JobId;
      if (ticket(3, did(1), jobId) > ticket(1, did(2), jobId)) wins += 1;
    }
    expect(wins).toBeGreaterThan(2850);
    expect(wins).toBeLessThan(3150);
  });
});
