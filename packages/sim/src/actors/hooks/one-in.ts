import type { Rng } from "@icn-mesh/core";

/** True once in so many times, by lot. */
export function oneIn(rng: Rng, times: number): boolean {
  return rng.below(times) === 0;
}
