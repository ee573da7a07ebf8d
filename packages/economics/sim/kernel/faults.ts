import type { Rng } from "@icn-mesh/core";

/** What goes wrong in one world, and how often. Every seed draws its own: some worlds have only one trouble. */
export interface FaultPlan {
  /** Messages that are lost, in thousandths. */
  readonly drop: number;
  /** Messages that come twice, in thousandths. */
  readonly duplicate: number;
  /** The longest that a message takes. Messages overtake each other by as much. */
  readonly delayMs: number;
  /** How long the world stays as it is before it is cut in two, and how long the cut lasts at most; 0 for no cuts. */
  readonly partitionMs: number;
  /** A process crashes at the latest after so many calls of its ports; 0 for never. */
  readonly crashCalls: number;
  /** How long a write or a read takes at most. */
  readonly lagMs: number;
  /** How much a clock may be wrong, either way. */
  readonly skewMs: number;
}

/** Whether anything still goes wrong. */
export interface Faults extends FaultPlan {
  readonly isOver: boolean;
  /** From now on nothing goes wrong; clocks stay as wrong as they are. */
  end(): void;
}

/** The troubles of a seed. */
export function createFaults(rng: Rng): Faults {
  const sometimes = (of: number, most: number) => (rng.below(of) === 0 ? 0 : 1 + rng.below(most));
  const plan: FaultPlan = {
    drop: sometimes(3, 250),
    duplicate: sometimes(3, 400),
    delayMs: 1 + rng.below(rng.below(2) === 0 ? 20 : 800),
    partitionMs: sometimes(3, 12_000),
    crashCalls: sometimes(3, 1500),
    lagMs: sometimes(3, 12),
    skewMs: sometimes(2, 1000),
  };
  let isOver = false;
  return {
    ...plan,
    get isOver() {
      return isOver;
    },
    end() {
      isOver = true;
    },
  };
}
