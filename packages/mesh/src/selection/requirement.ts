import type { Bid, Resources } from "@icn-mesh/core";
import type { ExecutorFacts } from "./executor-facts.ts";
import type { Ineligibility } from "./ineligibility.ts";
import type { SelectionRequest } from "./selection-request.ts";

/** What any offer says of its machine, be it a bid or the record of a node. */
export interface MachineOffer {
  readonly resources: Resources;
  readonly capabilities: readonly string[];
}

/** As much of a round as its requirements depend on. */
export type RoundTerms = Pick<
  SelectionRequest,
  "job" | "jobId" | "round" | "at" | "mostNeedMs" | "policy" | "checker"
>;

/** One thing that a job asks of an offer, and the reason that it gives to those that do not meet it. */
export interface Requirement<Offer> {
  readonly reason: Ineligibility;
  /** False where the job asks nothing of the kind. */
  isMissed(offer: Offer, terms: RoundTerms, facts: ExecutorFacts): boolean;
}

/** A requirement on bids, which say more than other offers. */
export type BidRequirement = Requirement<Bid>;
