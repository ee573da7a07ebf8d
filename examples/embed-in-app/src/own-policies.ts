import type { CapabilityChecker, SelectionPolicy } from "@icn-mesh/mesh";
import type { BidPolicy } from "@icn-mesh/runtime";

/** Asks by the size of the candidate, half of it at night, and for nothing that is not a number of ours. */
export const bidBySize: BidPolicy = ({ job, now }) => {
  const { params } = job.spec.kind;
  if (params === null || typeof params !== "object" || !("candidate" in params)) return null;
  const digits = BigInt(String(params["candidate"]).length);
  const hour = new Date(now).getUTCHours();
  const price = hour < 6 ? digits : 2n * digits;
  return price > job.budget ? null : { price, failPrice: 0n, needMs: 20_000, estimatedMs: 1_000 };
};

/** Takes the most expensive bid that fits the budget. A policy is a pure function, so anybody can compute it again. */
export const dearestPolicy: SelectionPolicy = {
  name: "dearest",
  params: {},
  inputs: [],
  newcomerPpm: 0,
  scorerFor: () => (bid) => Number(bid.price),
  tieBreak: () => 0,
};

/** Believes that everybody can do arithmetic, and nothing else. */
export const arithmeticChecker: CapabilityChecker = {
  provesCapability: (_, capability) => capability === "arithmetic",
  provesTrustScope: () => false,
  provesFederation: () => false,
};
