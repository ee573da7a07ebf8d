import type { Amount, Bid } from "@icn-mesh/core";
import { MACHINE_REQUIREMENTS } from "./machine-requirements.ts";
import type { BidRequirement, Requirement, RoundTerms } from "./requirement.ts";
import { STANDING_REQUIREMENTS } from "./standing-requirements.ts";

const FORM: readonly BidRequirement[] = [
  {
    reason: "wrong-slot",
    isMissed: (bid, { job, jobId, round }) => bid.job !== jobId || bid.round !== round || bid.net !== job.net,
  },
  {
    reason: "unsupported",
    // The codec refuses both in version 1; what does not come through it is refused here.
    isMissed: (bid, { job }) => bid.bond !== null || job.sealTo !== null,
  },
];

const MONEY: readonly BidRequirement[] = [
  {
    reason: "over-budget",
    isMissed: ({ price }, { job }) => price > mostPayable(job),
  },
  {
    reason: "over-rate",
    isMissed: ({ perHour }, { job: { pricing } }) =>
      pricing.type === "per-hour" && (perHour === undefined || perHour > pricing.perHour),
  },
  {
    // A guest that fails must not earn the executor more than one that works.
    reason: "fail-price-above-price",
    isMissed: ({ price, failPrice }) => failPrice > price,
  },
  {
    reason: "needs-too-long",
    isMissed: ({ needMs }, { mostNeedMs }) => mostNeedMs !== undefined && needMs > mostNeedMs,
  },
];

const PROOFS: readonly BidRequirement[] = [
  {
    reason: "capability-unproven",
    isMissed: (bid, { job, checker, at }) =>
      job.spec.requiredCapabilities.some(
        (capability) =>
          bid.capabilities.includes(capability) && !checker.provesCapability(bid, capability, at),
      ),
  },
  {
    reason: "trust-scope-missing",
    isMissed: ({ trustScope }, { job: { spec } }) =>
      spec.requiredTrustScope !== undefined && trustScope !== spec.requiredTrustScope,
  },
  {
    reason: "trust-scope-unproven",
    isMissed: (bid, { job, checker, at }) =>
      bid.trustScope !== undefined &&
      bid.trustScope === job.spec.requiredTrustScope &&
      !checker.provesTrustScope(bid, bid.trustScope, at),
  },
  {
    reason: "federation-not-allowed",
    isMissed: (bid, { job, checker, at }) =>
      job.spec.allowedFederations.length > 0 &&
      !job.spec.allowedFederations.some((federation) => checker.provesFederation(bid, federation, at)),
  },
];

/** All that a job asks of a bid; the first that is missed is the reason that the bidder is given. */
export const BID_REQUIREMENTS: readonly BidRequirement[] = [
  ...FORM,
  ...MONEY,
  ...(MACHINE_REQUIREMENTS as readonly Requirement<Bid>[]),
  ...PROOFS,
  ...(STANDING_REQUIREMENTS as readonly Requirement<Bid>[]),
];

/** The most that an attempt may cost: the budget, or the cap of a job that is paid by the hour. */
function mostPayable({ budget, pricing }: RoundTerms["job"]): Amount {
  return pricing.type === "per-hour" && pricing.cap < budget ? pricing.cap : budget;
}
