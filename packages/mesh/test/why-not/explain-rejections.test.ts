import type { Bid, Job, NodeRecord, Resources } from "@icn-mesh/core";
import { type ExplanationTerms, explainRejections, type JobChange, type OfferSeen } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { bidFor, did, jobWith, net, otherNet, plainJob, requestFor } from "../selection/sample-round.ts";

const machine = (more: Partial<Resources>): Resources => ({
  cpuCores: 1,
  memoryMb: 512,
  storageMb: 0,
  ...more,
});
const bid = (job: Job, fields: Partial<Bid>, index = 1): Bid =>
  bidFor(job, { by: did(index), ...fields }).body;
const node = (fields: Partial<NodeRecord>): NodeRecord => ({
  t: "icn/node/1",
  net,
  by: did(1),
  via: null,
  seq: 0,
  peerKey: did(1),
  addresses: [],
  roles: ["executor"],
  supported: [],
  capabilities: [],
  resources: machine({}),
  bidPolicy: null,
  validForMs: 1000,
  ...fields,
});
const explain = (job: Job, offers: readonly OfferSeen[], more: Partial<ExplanationTerms> = {}) =>
  explainRejections(offers, { ...requestFor(job), factsOf: () => ({}), ...more });
const nobody = {
  provesCapability: () => false,
  provesTrustScope: () => false,
  provesFederation: () => false,
};

describe("explainRejections", () => {
  it("says nothing of no offers", () => {
    const empty = { seen: 0, admitted: 0, counts: {}, suggestions: [] };
    expect(explain(plainJob, [])).toEqual(empty);
  });

  it("counts every reason of every offer, and those that nothing keeps out", () => {
    const offers = [
      bid(plainJob, {}),
      bid(plainJob, { price: 101n }, 2),
      bid(plainJob, { price: 200n, resources: machine({ memoryMb: 1 }) }, 3),
    ];
    expect(explain(plainJob, offers)).toMatchObject({
      seen: 3,
      admitted: 1,
      counts: { "over-budget": 2, "too-little-memory": 1 },
    });
  });

  it("names the smallest change that admits somebody: memory ≤ 6144 MB would admit 9 of 41", () => {
    const job = jobWith({ resources: machine({ memoryMb: 8192 }) });
    const sizes = [...Array<number>(9).fill(6144), ...Array<number>(32).fill(4096)];
    const offers = sizes.map((memoryMb, index) => node({ by: did(index), resources: machine({ memoryMb }) }));
    expect(explain(job, offers).suggestions).toEqual([
      {
        change: { type: "lower", field: "memoryMb", to: 6144 },
        admits: 9,
        text: "memory ≤ 6144 MB would admit 9 of 41",
      },
    ]);
    expect(explain(job, offers.toReversed()).suggestions).toEqual(explain(job, offers).suggestions);
  });

  it("suggests nothing for an offer that two reasons keep out", () => {
    const offers = [bid(plainJob, { price: 101n, resources: machine({ memoryMb: 511 }) })];
    expect(explain(plainJob, offers).suggestions).toEqual([]);
  });

  it("puts the smaller change first, and of equal ones that which admits more", () => {
    const job = jobWith({
      resources: machine({ memoryMb: 1000, cpuCores: 10 }),
      requiredTrustScope: "coop",
      requiredCapabilities: ["gpu"],
    });
    const good: Partial<Bid> = {
      resources: machine({ memoryMb: 1000, cpuCores: 10 }),
      trustScope: "coop",
      capabilities: ["gpu"],
    };
    const offers = [
      bid(job, { ...good, resources: machine({ memoryMb: 500, cpuCores: 10 }) }),
      bid(job, { ...good, resources: machine({ memoryMb: 1000, cpuCores: 9 }) }),
      bid(job, { ...good, capabilities: [] }),
      bid(job, { ...good, trustScope: "other" }),
      bid(job, { resources: machine({ memoryMb: 1000, cpuCores: 10 }), capabilities: ["gpu"] }),
    ];
    expect(explain(job, offers).suggestions.map(({ text }) => text)).toEqual([
      "cores ≤ 9 would admit 1 of 5",
      "memory ≤ 500 MB would admit 1 of 5",
      "any trust scope or none would admit 2 of 5",
      "no capability gpu would admit 1 of 5",
    ]);
    const many = jobWith({ requiredCapabilities: ["wasm", "gpu"] });
    const each = [bid(many, { capabilities: ["gpu"] }), bid(many, { capabilities: ["wasm"] })];
    for (const offers of [each, each.toReversed()]) {
      expect(explain(many, offers).suggestions.map(({ text }) => text)).toEqual([
        "no capability gpu would admit 1 of 2",
        "no capability wasm would admit 1 of 2",
      ]);
    }
  });

  const hourly = jobWith({}, { pricing: { type: "per-hour", perHour: 60n, cap: 50n } });
  const generous = jobWith({}, { pricing: { type: "per-hour", perHour: 60n, cap: 500n } });
  const gpu = jobWith({ resources: machine({ gpu: { model: "a100", vramMb: 80 } }) });
  const free = jobWith({}, { budget: 0n });

  it.each<[string, Job, Partial<Bid>, Partial<ExplanationTerms>, JobChange, string]>([
    [
      "a larger budget",
      plainJob,
      { price: 150n },
      {},
      { type: "raise", field: "budget", to: 150n },
      "budget ≥ 150",
    ],
    [
      "any budget at all",
      free,
      { price: 2n ** 63n - 1n },
      {},
      { type: "raise", field: "budget", to: 2n ** 63n - 1n },
      "budget ≥ 9223372036854775807",
    ],
    [
      "a larger budget under the cap",
      generous,
      { price: 150n, perHour: 1n },
      {},
      { type: "raise", field: "budget", to: 150n },
      "budget ≥ 150",
    ],
    [
      "a larger cap",
      hourly,
      { price: 70n, perHour: 1n },
      {},
      { type: "raise", field: "pricing.cap", to: 70n },
      "cap ≥ 70",
    ],
    [
      "a higher rate",
      hourly,
      { price: 1n, perHour: 61n },
      {},
      { type: "raise", field: "pricing.perHour", to: 61n },
      "price per hour ≥ 61",
    ],
    [
      "more time",
      plainJob,
      { needMs: 900 },
      { mostNeedMs: 800 },
      { type: "raise", field: "mostNeedMs", to: 900n },
      "time ≥ 900 ms",
    ],
    [
      "less storage",
      jobWith({ resources: machine({ storageMb: 9 }) }),
      { resources: machine({ storageMb: 8 }) },
      {},
      { type: "lower", field: "storageMb", to: 8 },
      "storage ≤ 8 MB",
    ],
    [
      "less GPU memory",
      gpu,
      { resources: machine({ gpu: { model: "a100", vramMb: 40 } }) },
      {},
      { type: "lower", field: "gpu.vramMb", to: 40 },
      "GPU memory ≤ 40 MB",
    ],
    [
      "any GPU model",
      gpu,
      { resources: machine({ gpu: { model: "t4", vramMb: 80 } }) },
      {},
      { type: "drop", field: "gpu.model", what: undefined },
      "any GPU model or none",
    ],
    ["no GPU", gpu, {}, {}, { type: "drop", field: "gpu", what: undefined }, "any GPU or none"],
    [
      "a lower reputation",
      jobWith({ minExecutorReputation: 10 }),
      {},
      { factsOf: () => ({ reputation: 4 }) },
      { type: "lower", field: "minExecutorReputation", to: 4 },
      "reputation ≤ 4",
    ],
    [
      "an unproven capability less",
      jobWith({ requiredCapabilities: ["gpu"] }),
      { capabilities: ["gpu"] },
      { checker: nobody },
      { type: "drop", field: "requiredCapabilities", what: "gpu" },
      "no capability gpu",
    ],
    [
      "an unproven trust scope less",
      jobWith({ requiredTrustScope: "coop" }),
      { trustScope: "coop" },
      { checker: nobody },
      { type: "drop", field: "requiredTrustScope", what: undefined },
      "any trust scope or none",
    ],
    [
      "any federation",
      jobWith({ allowedFederations: [otherNet] }),
      {},
      { checker: nobody },
      { type: "drop", field: "allowedFederations", what: undefined },
      "any federation or none",
    ],
  ])("suggests %s", (...[, job, fields, more, change, words]) => {
    expect(explain(job, [bid(job, fields)], more).suggestions).toEqual([
      { change, admits: 1, text: `${words} would admit 1 of 1` },
    ]);
  });

  it.each<[string, Job, Partial<Bid>, Partial<ExplanationTerms>]>([
    ["a price above both the budget and the cap", hourly, { price: 101n, perHour: 1n }, {}],
    ["a bid without a rate", hourly, { price: 1n }, {}],
    ["two capabilities that are missing", jobWith({ requiredCapabilities: ["gpu", "wasm"] }), {}, {}],
    [
      "two capabilities that are unproven",
      jobWith({ requiredCapabilities: ["gpu", "wasm"] }),
      { capabilities: ["gpu", "wasm"] },
      { checker: nobody },
    ],
    ["an executor that failed before", plainJob, {}, { factsOf: () => ({ excluded: 1 }) }],
    ["a bid for another round", plainJob, { round: 2 }, {}],
  ])("suggests nothing for %s", (...[, job, fields, more]) => {
    const { suggestions, admitted } = explain(job, [bid(job, fields)], more);
    expect([suggestions, admitted]).toEqual([[], 0]);
  });

  it("judges a node that did not bid by its machine and its standing only", () => {
    const job = jobWith(
      { requiredCapabilities: ["gpu"], requiredTrustScope: "coop", minExecutorReputation: 3 },
      { budget: 0n },
    );
    expect(
      explain(job, [node({ capabilities: ["gpu"] })], { factsOf: () => ({ reputation: 3 }) }).admitted,
    ).toBe(1);
    expect(explain(job, [node({})]).counts).toEqual({ "capability-missing": 1, "reputation-too-low": 1 });
    expect(explain(plainJob, [node({})], { factsOf: () => ({ excluded: 1 }) })).toMatchObject({
      counts: { excluded: 1 },
      suggestions: [],
    });
    expect(explain(plainJob, [node({ resources: machine({ cpuCores: 0 }) })]).counts).toEqual({
      "too-few-cores": 1,
    });
  });
});
