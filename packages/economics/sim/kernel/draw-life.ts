import type { Rng } from "@icn-mesh/core";
import { createLife, type Life, type VirtualTime } from "@icn-mesh/core/testing";
import type { Faults } from "./faults.ts";

/** What the life of a machine is drawn from. */
export interface DrawnLifeComponents {
  readonly kernel: VirtualTime;
  readonly faults: Faults;
  readonly rng: Rng;
}

/** A life as long as chance has it; `whenOver` is told when it crashes of itself. */
export function drawLife({ kernel, faults, rng }: DrawnLifeComponents, whenOver: () => void): Life {
  let callsLeft = faults.crashCalls === 0 ? Number.POSITIVE_INFINITY : 1 + rng.below(2 * faults.crashCalls);

  function isDue(): boolean {
    callsLeft -= 1;
    return !faults.isOver && callsLeft <= 0;
  }

  const lagMs = () => (faults.lagMs > 0 && rng.below(4) === 0 ? rng.below(faults.lagMs) : 0);
  return createLife({ time: kernel, isDue, lagMs }, whenOver);
}
