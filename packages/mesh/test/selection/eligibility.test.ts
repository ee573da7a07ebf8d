import type { Bid, Job, Resources } from "@icn-mesh/core";
import {
  createEligibility,
  createMembershipChecker,
  INELIGIBILITIES,
  type Ineligibility,
  icnCompatPolicy,
  type RoundTerms,
} from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import {
  type BidFields,
  bidFor,
  charter,
  creator,
  did,
  jobWith,
  manager,
  membership,
  net,
  otherNet,
  plainJob,
  requestFor,
} from "./sample-round.ts";

const nobody = {
  provesCapability: () => false,
  provesTrustScope: () => false,
  provesFederation: () => false,
};
const gpuJob = jobWith({
  resources: { cpuCores: 0, memoryMb: 0, storageMb: 0, gpu: { model: "a100", vramMb: 8 } },
});
const anyGpuJob = jobWith({ resources: { cpuCores: 0, memoryMb: 0, storageMb: 0, gpu: { vramMb: 8 } } });
const hourly = jobWith({}, { pricing: { type: "per-hour", perHour: 60n, cap: 50n } });
const quorum = jobWith({}, { verification: { type: "quorum", replicas: 3, agree: 2 }, manager });
const machine = (resources: Partial<Resources>): BidFields => ({
  by: did(1),
  resources: { cpuCores: 1, memoryMb: 512, storageMb: 0, ...resources },
});

function whyNot(
  job: Job,
  fields: Partial<Bid>,
  more: Partial<RoundTerms> & { facts?: Parameters<ReturnType<typeof createEligibility>>[1] } = {},
) {
  const { facts = {}, ...terms } = more;
  return createEligibility({ ...requestFor(job), ...terms })(
    bidFor(job, { by: did(1), ...fields }).body,
    facts,
  );
}

describe("what a bid has to meet", () => {
  it("is nothing more than the slot, the budget and the machine for a plain job", () => {
    expect(whyNot(plainJob, {})).toBeUndefined();
  });

  it("is the job, the round and the network that bids are for", () => {
    expect(whyNot(plainJob, { job: requestFor(quorum).jobId })).toBe("wrong-slot");
    expect(whyNot(plainJob, { round: 2 })).toBe("wrong-slot");
    expect(whyNot(plainJob, { net: otherNet })).toBe("wrong-slot");
  });

  it("leaves out what version 1 does not support", () => {
    const { body } = bidFor(plainJob, { by: did(1) });
    const whyNotBody = createEligibility(requestFor(plainJob));
    expect(whyNotBody({ ...body, bond: "later" as unknown as null }, {})).toBe("unsupported");
    const sealed = { ...plainJob, sealTo: "later" as unknown as null };
    expect(createEligibility({ ...requestFor(plainJob), job: sealed })(body, {})).toBe("unsupported");
  });

  it("is a price within the budget, and no more for a failure than for a result", () => {
    expect(whyNot(plainJob, { price: 100n })).toBeUndefined();
    expect(whyNot(plainJob, { price: 101n })).toBe("over-budget");
    expect(whyNot(plainJob, { price: 10n, failPrice: 10n })).toBeUndefined();
    expect(whyNot(plainJob, { price: 10n, failPrice: 11n })).toBe("fail-price-above-price");
  });

  it("is an hourly rate and the cap where the job is paid by the hour", () => {
    expect(whyNot(hourly, { price: 50n, perHour: 60n })).toBeUndefined();
    expect(whyNot(hourly, { price: 51n, perHour: 60n })).toBe("over-budget");
    expect(whyNot(hourly, { price: 50n, perHour: 61n })).toBe("over-rate");
    expect(whyNot(hourly, { price: 50n })).toBe("over-rate");
    const generousCap = jobWith({}, { pricing: { type: "per-hour", perHour: 60n, cap: 500n } });
    expect(whyNot(generousCap, { price: 100n, perHour: 1n })).toBeUndefined();
    expect(whyNot(generousCap, { price: 101n, perHour: 1n })).toBe("over-budget");
  });

  it("is the time that the hold leaves, where that is known", () => {
    expect(whyNot(plainJob, { needMs: 1001 })).toBeUndefined();
    expect(whyNot(plainJob, { needMs: 1000 }, { mostNeedMs: 1000 })).toBeUndefined();
    expect(whyNot(plainJob, { needMs: 1001 }, { mostNeedMs: 1000 })).toBe("needs-too-long");
  });

  it.each<[string, Job, BidFields, Ineligibility | undefined]>([
    [
      "cores",
      jobWith({ resources: { cpuCores: 2, memoryMb: 0, storageMb: 0 } }),
      machine({ cpuCores: 1 }),
      "too-few-cores",
    ],
    [
      "cores",
      jobWith({ resources: { cpuCores: 2, memoryMb: 0, storageMb: 0 } }),
      machine({ cpuCores: 2 }),
      undefined,
    ],
    ["memory", plainJob, machine({ memoryMb: 511 }), "too-little-memory"],
    [
      "storage",
      jobWith({ resources: { cpuCores: 0, memoryMb: 0, storageMb: 5 } }),
      machine({ storageMb: 4 }),
      "too-little-storage",
    ],
    [
      "storage",
      jobWith({ resources: { cpuCores: 0, memoryMb: 0, storageMb: 5 } }),
      machine({ storageMb: 5 }),
      undefined,
    ],
    ["a GPU", anyGpuJob, machine({}), "gpu-missing"],
    ["a GPU of any model", anyGpuJob, machine({ gpu: { vramMb: 8 } }), undefined],
    ["GPU memory", anyGpuJob, machine({ gpu: { model: "a100", vramMb: 7 } }), "too-little-gpu-memory"],
    ["a GPU of its model", gpuJob, machine({ gpu: { model: "t4", vramMb: 80 } }), "gpu-model"],
    ["a GPU of its model", gpuJob, machine({ gpu: { vramMb: 80 } }), "gpu-model"],
    ["a GPU of its model", gpuJob, machine({ gpu: { model: "a100", vramMb: 8 } }), undefined],
    ["a GPU", gpuJob, machine({}), "gpu-missing"],
    ["nothing", plainJob, machine({ gpu: { vramMb: 0 } }), undefined],
  ])("is the %s that the job requires", (...[, job, fields, reason]) => {
    expect(whyNot(job, fields)).toBe(reason);
  });

  it("is every capability, claimed and proven", () => {
    const job = jobWith({ requiredCapabilities: ["wasm", "gpu"] });
    expect(whyNot(job, { capabilities: ["wasm", "gpu"] })).toBeUndefined();
    expect(whyNot(job, { capabilities: ["wasm"] })).toBe("capability-missing");
    expect(whyNot(job, { capabilities: ["wasm", "gpu"] }, { checker: nobody })).toBe("capability-unproven");
  });

  it("is the trust scope, claimed and proven", () => {
    const job = jobWith({ requiredTrustScope: "coop" });
    expect(whyNot(job, { trustScope: "coop" })).toBeUndefined();
    expect(whyNot(job, {})).toBe("trust-scope-missing");
    expect(whyNot(job, { trustScope: "coop" }, { checker: nobody })).toBe("trust-scope-unproven");
  });

  it("is a federation that the job allows", () => {
    const job = jobWith({ allowedFederations: [otherNet, net] });
    expect(whyNot(job, {})).toBeUndefined();
    expect(whyNot(job, {}, { checker: nobody })).toBe("federation-not-allowed");
    expect(whyNot(plainJob, {}, { checker: nobody })).toBeUndefined();
  });

  it("is a reputation, and no bar against the account", () => {
    const job = jobWith({ minExecutorReputation: 5 });
    expect(whyNot(job, {}, { facts: { reputation: 5 } })).toBeUndefined();
    expect(whyNot(job, {}, { facts: { reputation: 4 } })).toBe("reputation-too-low");
    expect(whyNot(job, {})).toBe("reputation-too-low");
    expect(whyNot(jobWith({ minExecutorReputation: 0 }), {})).toBeUndefined();
    expect(whyNot(plainJob, {}, { facts: { excluded: 1 } })).toBe("excluded");
    expect(whyNot(plainJob, {}, { facts: { equivocated: 1 } })).toBe("equivocated");
    expect(whyNot(plainJob, {}, { facts: { excluded: 0, equivocated: 0 } })).toBeUndefined();
    expect(whyNot(plainJob, {}, { facts: { excluded: Number.NaN } })).toBe("excluded");
  });

  it("keeps the creator and the manager out of a quorum, and lets them bid elsewhere", () => {
    expect(whyNot(quorum, { by: creator })).toBe("party-to-the-job");
    expect(whyNot(quorum, { by: manager })).toBe("party-to-the-job");
    expect(whyNot(quorum, { by: did(1) })).toBeUndefined();
    expect(whyNot(plainJob, { by: creator })).toBeUndefined();
  });

  it("keeps whoever is not proven to be a member out of a quorum", () => {
    expect(whyNot(quorum, { by: did(1) }, { facts: { member: 0 } })).toBe("not-a-member");
    expect(whyNot(quorum, { by: did(1) }, { facts: { member: 1 } })).toBeUndefined();
    expect(whyNot(plainJob, {}, { facts: { member: 0 } })).toBeUndefined();
  });

  it("asks for solvency under the one policy that declares it", () => {
    expect(whyNot(plainJob, {}, { facts: { solvent: 0 } })).toBeUndefined();
    expect(whyNot(plainJob, {}, { facts: { solvent: 0 }, policy: icnCompatPolicy() })).toBe("insolvent");
    expect(whyNot(plainJob, {}, { policy: icnCompatPolicy() })).toBeUndefined();
  });

  it("has reasons that fit into a record", () => {
    for (const reason of INELIGIBILITIES) expect(reason).toMatch(/^[a-z][a-z-]{1,63}$/);
    expect(new Set(INELIGIBILITIES).size).toBe(INELIGIBILITIES.length);
  });
});

describe("the membership checker", () => {
  const good = membership({ account: did(1), capabilities: ["gpu"], scopes: ["coop"] });
  const others = membership({ account: did(2), capabilities: ["gpu"], scopes: ["coop"] });
  const selfMade = membership({ account: did(1), by: did(1), capabilities: ["gpu"], scopes: ["coop"] });
  const elsewhere = membership({ account: did(1), net: otherNet, capabilities: ["gpu"], scopes: ["coop"] });
  const all = [good, others, selfMade, elsewhere];
  const checker = createMembershipChecker({
    memberOf: (cid) => all.find((each) => each.cid === cid)?.member,
    isCharterKey: (key, federation) => key === charter && (federation === net || federation === otherNet),
  });
  const proofs = (linked: readonly { readonly cid: (typeof good)["cid"] }[], at = 10_000) => {
    const { body } = bidFor(plainJob, { by: did(1), membership: linked.map(({ cid }) => cid) });
    return [
      checker.provesCapability(body, "gpu", at),
      checker.provesTrustScope(body, "coop", at),
      checker.provesFederation(body, net, at),
    ];
  };

  it("believes what the charter says of this account, until it has expired", () => {
    expect(proofs([good])).toEqual([true, true, true]);
    expect(proofs([others, good])).toEqual([true, true, true]);
    expect(proofs([good], 10_001)).toEqual([false, false, false]);
  });

  it.each([
    ["no link at all", []],
    ["a membership of somebody else", [others]],
    ["a membership that the executor gave itself", [selfMade]],
    ["a membership in another federation", [elsewhere]],
    ["a link to nothing that is here", [membership({ account: did(9) })]],
  ])("does not believe %s", (_, linked) => {
    expect(proofs(linked)).toEqual([false, false, false]);
  });

  it("takes a membership elsewhere for that federation only", () => {
    const { body } = bidFor(plainJob, { by: did(1), membership: [elsewhere.cid] });
    expect(checker.provesFederation(body, otherNet, 0)).toBe(true);
  });

  it("finds nothing proven that the charter did not say", () => {
    const { body } = bidFor(plainJob, { by: did(1), membership: [good.cid] });
    expect(checker.provesCapability(body, "wasm", 0)).toBe(false);
    expect(checker.provesTrustScope(body, "coop.example", 0)).toBe(false);
  });
});
