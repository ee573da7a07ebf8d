import { knownUint } from "../executor-facts.ts";
import type { SelectionPolicy } from "../selection-policy.ts";
import { priceScorer } from "./price-scorer.ts";

/** The lowest price, and among equal prices the executor that was given the fewest jobs. */
export function cheapestPolicy(): SelectionPolicy {
  return {
    name: "cheapest",
    params: {},
    inputs: ["used"],
    newcomerPpm: 0,
    // Prices too close for the fixed point have one score, and the tie is broken by the exact price first.
    scorerFor({ budget }) {
      const score = priceScorer(budget);
      return ({ price }) => score(price);
    },
    tieBreak: ({ used }) => knownUint(used) ?? 0,
  };
}
