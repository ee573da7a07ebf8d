import type { Bid, NodeRecord } from "@icn-mesh/core";
import { BID_REQUIREMENTS } from "../selection/bid-requirements.ts";
import type { ExecutorFacts } from "../selection/executor-facts.ts";
import type { Ineligibility } from "../selection/ineligibility.ts";
import { MACHINE_REQUIREMENTS } from "../selection/machine-requirements.ts";
import type { RoundTerms } from "../selection/requirement.ts";
import { STANDING_REQUIREMENTS } from "../selection/standing-requirements.ts";

/** An offer that was seen: a bid, or what a node says of itself without having bid. */
export type OfferSeen = Bid | NodeRecord;

/** All that keeps an offer from winning, not only the first of it. A node that did not bid has no price to judge. */
export function faultsOf(
  offer: OfferSeen,
  terms: RoundTerms,
  facts: ExecutorFacts,
): readonly Ineligibility[] {
  if (offer.t === "icn/bid/1") {
    return reasons(BID_REQUIREMENTS.filter((each) => each.isMissed(offer, terms, facts)));
  }
  return reasons([
    ...MACHINE_REQUIREMENTS.filter((each) => each.isMissed(offer, terms, facts)),
    ...STANDING_REQUIREMENTS.filter((each) => each.isMissed(offer, terms, facts)),
  ]);
}

function reasons(missed: readonly { readonly reason: Ineligibility }[]): readonly Ineligibility[] {
  return missed.map(({ reason }) => reason);
}
