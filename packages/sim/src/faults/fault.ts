import type { Rng } from "@icn-mesh/core";
import type { FaultEvent } from "../plan/sim-plan.ts";
import type { World } from "../world/world.ts";

/** What faults may hit, and when. */
export interface FaultShape {
  /** No fault begins before it, and none lasts beyond `untilMs`. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** The names of all machines, guards first. */
  readonly machines: readonly string[];
}

/** One kind of trouble. */
export interface Fault {
  readonly kind: string;
  /** Draws when it comes, how long it lasts and whom it hits, for a plan. */
  draw(rng: Rng, shape: FaultShape): readonly FaultEvent[];
  /** Makes it come true; what is returned ends it. */
  begin(world: World, event: FaultEvent): (() => void) | undefined;
}
