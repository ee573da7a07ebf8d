import type { GuardHost } from "./guard-host.ts";
import type { World } from "./world.ts";

/** Somebody puts an old copy of a guard's directory back, as one does after a disk has failed. */
export function rewindLater({ kernel, rng, faults }: World, guard: GuardHost): void {
  const lot = rng.fork("rewind");
  kernel.after(lot.below(15_000), () => {
    const copy = guard.snapshot();
    kernel.after(2_000 + lot.below(20_000), () => {
      if (!faults.isOver) guard.restore(copy);
    });
  });
}
