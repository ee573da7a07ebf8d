import { assertNotNaN } from "../assert-in-range.ts";
import type { Clock } from "../ports/clock.ts";
import type { Signer } from "../ports/signer.ts";
import type { Storage } from "../ports/storage.ts";
import type { Life } from "./life.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** A store as one life of a process sees it: writes are done at once, but the process may not live to hear of it. */
export function storageOfLife(life: Life, storage: Storage): Storage {
  return {
    ...storage,
    get: (cid) => life.call(() => storage.get(cid)),
    has: (cid) => life.call(() => storage.has(cid)),
    ref: (name) => life.call(() => storage.ref(name)),
    commit: (input) => life.call(() => storage.commit(input)),
  };
}

/** A key that signs for one life. */
export function signerOfLife(life: Life, { did, sign }: Signer): Signer {
  return { did, sign: (message) => life.call(() => sign(message)) };
}

/** What a clock shows, and where its time comes from. */
export interface LifeClockComponents {
  readonly time: Pick<VirtualTime, "after" | "now">;
  /** Milliseconds since the epoch, as wrong as the clock of the machine is. */
  readonly wall: () => number;
}

/** A clock that may be wrong, and stands still for whoever is gone. */
export function clockOfLife(life: Life, { time, wall }: LifeClockComponents): Clock {
  return {
    now: wall,
    monotonic: () => time.now,
    after(ms, { signal } = {}) {
      return new Promise((resolve, reject) => {
        assertNotNaN("ms", ms);
        signal?.throwIfAborted();
        const takeBack = time.after(ms, () => {
          signal?.removeEventListener("abort", leave);
          if (!life.isOver) resolve();
        });
        signal?.addEventListener("abort", leave, { once: true });

        function leave(): void {
          takeBack();
          signal?.removeEventListener("abort", leave);
          if (!life.isOver) reject(signal?.reason);
        }
      });
    },
  };
}
