import type { Bid } from "@icn-mesh/core";
import { BID_REQUIREMENTS } from "./bid-requirements.ts";
import type { ExecutorFacts } from "./executor-facts.ts";
import type { Ineligibility } from "./ineligibility.ts";
import type { RoundTerms } from "./requirement.ts";

/** Says why a bid cannot win; undefined for one that can. */
export type Eligibility = (bid: Bid, facts: ExecutorFacts) => Ineligibility | undefined;

/** The eligibility rule of one round. */
export function createEligibility(terms: RoundTerms): Eligibility {
  return (bid, facts) => BID_REQUIREMENTS.find(({ isMissed }) => isMissed(bid, terms, facts))?.reason;
}
