import type { Amount, Bid } from "@icn-mesh/core";
import { type ExecutorFacts, reputationIn } from "../selection/executor-facts.ts";
import type { Ineligibility } from "../selection/ineligibility.ts";
import { millionths, millionthsOfAmount, WHOLE } from "../selection/millionths.ts";
import type { RoundTerms } from "../selection/requirement.ts";
import type { DroppedField, JobChange, LoweredField, RaisedField } from "./job-change.ts";
import type { OfferSeen } from "./offer-seen.ts";

/** A change that admits an offer, and how large it is, in millionths of what the job asks now. */
export interface Relaxation {
  readonly change: JobChange;
  readonly sizePpm: number;
  /** The change itself, which decides between sizes that are equal in millionths; 0 where something is dropped. */
  readonly distance: bigint;
}

/** An offer that one reason alone keeps out. */
export interface NearMiss {
  readonly offer: OfferSeen;
  readonly facts: ExecutorFacts;
  readonly reason: Ineligibility;
}

type ForOffer = (offer: OfferSeen, terms: RoundTerms, facts: ExecutorFacts) => Relaxation | undefined;
type ForBid = (bid: Bid, terms: RoundTerms) => Relaxation | undefined;

const FOR_OFFERS: { readonly [Reason in Ineligibility]?: ForOffer } = {
  "too-few-cores": ({ resources }, { job }) =>
    lowered("cpuCores", job.spec.resources.cpuCores, resources.cpuCores),
  "too-little-memory": ({ resources }, { job }) =>
    lowered("memoryMb", job.spec.resources.memoryMb, resources.memoryMb),
  "too-little-storage": ({ resources }, { job }) =>
    lowered("storageMb", job.spec.resources.storageMb, resources.storageMb),
  "too-little-gpu-memory": ({ resources }, { job }) =>
    lowered("gpu.vramMb", job.spec.resources.gpu?.vramMb, resources.gpu?.vramMb),
  "reputation-too-low": (_, { job }, facts) =>
    lowered("minExecutorReputation", job.spec.minExecutorReputation, reputationIn(facts)),
  "gpu-missing": () => dropped("gpu"),
  "gpu-model": () => dropped("gpu.model"),
  "capability-missing": ({ capabilities }, { job }) =>
    droppedCapability(job.spec.requiredCapabilities.filter((each) => !capabilities.includes(each))),
};

const FOR_BIDS: { readonly [Reason in Ineligibility]?: ForBid } = {
  "over-budget": ({ price }, { job }) => raisedBudget(price, job),
  "over-rate": ({ perHour }, { job }) =>
    job.pricing.type === "per-hour" && perHour !== undefined
      ? raised("pricing.perHour", job.pricing.perHour, perHour)
      : undefined,
  "needs-too-long": ({ needMs }, { mostNeedMs = 0 }) =>
    raised("mostNeedMs", BigInt(mostNeedMs), BigInt(needMs)),
  "capability-unproven": (bid, { job, checker, at }) =>
    droppedCapability(
      job.spec.requiredCapabilities.filter((each) => !checker.provesCapability(bid, each, at)),
    ),
  "trust-scope-missing": () => dropped("requiredTrustScope"),
  "trust-scope-unproven": () => dropped("requiredTrustScope"),
  "federation-not-allowed": () => dropped("allowedFederations"),
};

/** The smallest change of the job that admits a near miss; undefined where no single change does. */
export function relaxationFor({ offer, facts, reason }: NearMiss, terms: RoundTerms): Relaxation | undefined {
  const change = FOR_OFFERS[reason]?.(offer, terms, facts);
  if (change !== undefined || offer.t !== "icn/bid/1") return change;
  return FOR_BIDS[reason]?.(offer, terms);
}

function lowered(field: LoweredField, from = 0, to = 0): Relaxation {
  return {
    change: { type: "lower", field, to },
    sizePpm: millionths(from - to, from),
    distance: BigInt(from - to),
  };
}

function raised(field: RaisedField, from: Amount, to: Amount): Relaxation {
  return {
    change: { type: "raise", field, to },
    sizePpm: millionthsOfAmount(to - from, from === 0n ? 1n : from),
    distance: to - from,
  };
}

function dropped(field: DroppedField, what?: string): Relaxation {
  return { change: { type: "drop", field, what }, sizePpm: WHOLE, distance: 0n };
}

function droppedCapability(missing: readonly string[]): Relaxation | undefined {
  return missing.length === 1 ? dropped("requiredCapabilities", missing[0]) : undefined;
}

/** A price above both the budget and the cap would need two changes. */
function raisedBudget(price: Amount, { budget, pricing }: RoundTerms["job"]): Relaxation | undefined {
  if (pricing.type === "fixed" || price <= pricing.cap) return raised("budget", budget, price);
  return price <= budget ? raised("pricing.cap", pricing.cap, price) : undefined;
}
