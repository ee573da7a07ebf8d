import { knownUint, reputationIn } from "../executor-facts.ts";
import { WHOLE } from "../millionths.ts";
import type { SelectionPolicy } from "../selection-policy.ts";
import { headroom } from "./headroom.ts";
import { NEWCOMER_PPM } from "./newcomer-ppm.ts";
import { priceScorer } from "./price-scorer.ts";
import { type SelectionWeights, weightsOf } from "./weights.ts";

/** Where half of the term is reached: reputation 100, latency 100 ms. */
const HALF = 100;

/** The policy of this mesh: price, reputation, headroom and latency, each bounded and weighted. */
export function weightedPolicy(given: Partial<SelectionWeights> = {}): SelectionPolicy {
  const weights = weightsOf(given);
  return {
    name: "weighted",
    params: weights,
    inputs: ["latencyMs"],
    newcomerPpm: NEWCOMER_PPM,
    scorerFor({ budget, spec }) {
      const priceScore = priceScorer(budget);
      const { price, reputation, resources, latency } = weights;
      const mostBesidesReputation = (price + resources + latency) * WHOLE;
      // Most bids are out by their reputation; a bigint takes as long to read as all the rest, so prices come last.
      return (bid, facts, atLeast = 0) => {
        let score = reputation * reputationScore(reputationIn(facts));
        if (score + mostBesidesReputation < atLeast) return score;
        score += latency * latencyScore(knownUint(facts.latencyMs));
        score += resources * headroom(bid.resources, spec.resources);
        if (score + price * WHOLE < atLeast) return score;
        return score + price * priceScore(bid.price);
      };
    },
    tieBreak: () => 0,
  };
}

/** `r / (r + 100)`, written so that no product leaves the safe integers. */
function reputationScore(reputation: number): number {
  return WHOLE - Math.ceil((HALF * WHOLE) / (reputation + HALF));
}

/** `100 / (100 + ms)`; nothing for a peer that was never measured. */
function latencyScore(latencyMs: number | undefined): number {
  return latencyMs === undefined ? 0 : Math.floor((HALF * WHOLE) / (HALF + latencyMs));
}
