import type { Resources } from "@icn-mesh/core";
import { type ExecutorFacts, knownUint, reputationIn } from "../executor-facts.ts";
import type { SelectionPolicy } from "../selection-policy.ts";
import { type SelectionWeights, weightsOf } from "./weights.ts";

/** A fraction that is exact whatever it is added to. */
interface Ratio {
  readonly over: bigint;
  readonly under: bigint;
}

const NOTHING: Ratio = { over: 0n, under: 1n };

/**
 * The formula of ICN core, unnormalised and rounded down to whole points, for its vectors only: there a price
 * hardly counts and a size that nobody checks outweighs a reputation. Bars executors known to be insolvent.
 */
export function icnCompatPolicy(given: Partial<SelectionWeights> = {}): SelectionPolicy {
  const weights = weightsOf(given);
  return {
    name: "icn-compat",
    params: weights,
    inputs: ["latencyMs", "solvent"],
    newcomerPpm: 0,
    scorerFor:
      ({ spec }) =>
      (bid, facts) => {
        const points = [
          ratio(weights.price, bid.price === 0n ? 1n : bid.price),
          ratio(BigInt(weights.reputation) * BigInt(reputationIn(facts)), 1n),
          times(weights.resources, resourcePoints(bid.resources, spec.resources)),
          latencyPoints(weights.latency, facts),
        ].reduce(plus);
        const score = points.over / points.under;
        return score > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : Number(score);
      },
    tieBreak: () => 0,
  };
}

/** The mean of both ratios, and a tenth more for whoever offers more than twice of one. */
function resourcePoints(offered: Resources, required: Resources): Ratio {
  if (offered.cpuCores < required.cpuCores || offered.memoryMb < required.memoryMb) return NOTHING;
  const cores = ratio(offered.cpuCores, BigInt(Math.max(required.cpuCores, 1)));
  const memory = ratio(offered.memoryMb, BigInt(Math.max(required.memoryMb, 1)));
  const mean = plus(cores, memory);
  const half = { over: mean.over, under: mean.under * 2n };
  return isAboveTwo(cores) || isAboveTwo(memory) ? plus(half, ratio(1, 10n)) : half;
}

function latencyPoints(weight: number, facts: ExecutorFacts): Ratio {
  const latencyMs = knownUint(facts.latencyMs) ?? 0;
  return latencyMs === 0 ? NOTHING : ratio(weight, BigInt(latencyMs));
}

function ratio(over: number | bigint, under: bigint): Ratio {
  return { over: BigInt(over), under };
}

function plus(left: Ratio, right: Ratio): Ratio {
  return { over: left.over * right.under + right.over * left.under, under: left.under * right.under };
}

function times(weight: number, { over, under }: Ratio): Ratio {
  return { over: BigInt(weight) * over, under };
}

function isAboveTwo({ over, under }: Ratio): boolean {
  return over > 2n * under;
}
