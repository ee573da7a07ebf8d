import type { Charter } from "../actors/charter.ts";
import type { World } from "../world/world.ts";
import type { Hand } from "./hand.ts";

/** The world as a liar finds it. */
export interface Scene {
  readonly world: World;
  readonly charter: Charter;
  /** Executors that keep to the rules. */
  readonly executors: readonly Hand["did"][];
}

/** Lies until trouble is over; what it did then has to have no effect that a quorum did not agree to. */
export interface Liar {
  readonly name: string;
  lie(scene: Scene, hand: Hand): Promise<void>;
}
