import { drawAt, drawHash } from "../draw.ts";
import { knownUint } from "../executor-facts.ts";
import type { SelectionPolicy } from "../selection-policy.ts";
import { LOG_ONE, log2 } from "./log2.ts";

/** Above the logarithm of any ticket, so that whoever has a stake scores more than 0. */
const ABOVE_ALL = 40 * LOG_ONE;

/**
 * A lottery in which everybody wins as often as its part of all stakes, drawn by hash so that anybody can draw it
 * again. Each ticket depends on one executor only: the hash draws an exponential waiting time, the stake divides it,
 * and the shortest wins, as often as its rate is of all rates. The score is the logarithm of its inverse.
 */
export function stakeLotteryPolicy(): SelectionPolicy {
  return {
    name: "stake-lottery",
    params: {},
    inputs: ["stake"],
    newcomerPpm: 0,
    scorerFor: (_job, jobId) => (bid, facts) => {
      const stake = knownUint(facts.stake) ?? 0;
      if (stake === 0) return 0;
      // The first four bytes say who is invited; among those invited they are no longer uniform.
      const draw = drawAt(drawHash(jobId, bid.by), 4) + 1;
      const waiting = 32 * LOG_ONE - log2(draw);
      return ABOVE_ALL + log2(stake) - log2(Math.max(1, waiting));
    },
    tieBreak: () => 0,
  };
}
