import type { World } from "../world/world.ts";

/** How to see whether one world keeps a promise. It reads, and changes nothing. */
export interface Checks {
  /** Looks while everything goes on. */
  during?(): void;
  /** Looks once everything has come to rest. */
  atEnd?(): void | Promise<void>;
}

/** A promise that every world is held to. */
export interface Invariant {
  /** Its number in the documentation, `I-01`. */
  readonly id: string;
  /** What is promised, in a sentence. */
  readonly promise: string;
  /** Begins to look at a world; `broken` is told what breaks the promise. */
  hold(world: World, broken: (detail: string) => void): Checks;
}
