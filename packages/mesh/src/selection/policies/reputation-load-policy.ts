import { type ExecutorFacts, knownUint, reputationIn } from "../executor-facts.ts";
import { WHOLE } from "../millionths.ts";
import type { SelectionPolicy } from "../selection-policy.ts";
import { NEWCOMER_PPM } from "./newcomer-ppm.ts";

const MOST_REPUTATION = Math.floor(Number.MAX_SAFE_INTEGER / WHOLE);

/** Reputation times what is idle of the executor; among equals the one that is less busy, at equal prices. */
export function reputationLoadPolicy(): SelectionPolicy {
  return {
    name: "reputation-load",
    params: {},
    inputs: ["loadPpm"],
    newcomerPpm: NEWCOMER_PPM,
    scorerFor: () => (_bid, facts) =>
      Math.min(reputationIn(facts), MOST_REPUTATION) * (WHOLE - loadIn(facts)),
    tieBreak: loadIn,
  };
}

function loadIn({ loadPpm }: ExecutorFacts): number {
  return Math.min(knownUint(loadPpm) ?? 0, WHOLE);
}
