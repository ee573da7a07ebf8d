import type { Clock, Rng } from "@icn-mesh/core";
import type { World } from "../../world/world.ts";

/** Whose act it is, and in which world. */
interface Times {
  readonly world: Pick<World, "isHealed">;
  readonly rng: Rng;
  /** The clock of its process. */
  readonly clock: Clock;
}

/** Does something again and again, at times drawn by lot, until trouble is over or its process dies. */
export async function untilHealed(
  { world, rng, clock }: Times,
  everyMs: number,
  act: () => Promise<unknown>,
): Promise<void> {
  for (;;) {
    await clock.after(1 + rng.below(2 * everyMs));
    if (world.isHealed) return;
    // What peers and guards make of it is not for the actor to care about.
    await act().catch(() => undefined);
  }
}
