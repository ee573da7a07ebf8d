import type { Clock, Signer, Storage } from "@icn-mesh/core";
import type { Kernel } from "../kernel/kernel.ts";
import { type Life, never } from "../kernel/life.ts";
import { START_MS } from "./start.ts";

/** A store as one life of a process sees it: writes are done at once, but the process may not live to hear of it. */
export function storageOf(life: Life, storage: Storage): Storage {
  return {
    ...storage,
    get: (cid) => life.call(() => storage.get(cid)),
    has: (cid) => life.call(() => storage.has(cid)),
    ref: (name) => life.call(() => storage.ref(name)),
    commit: (input) => life.call(() => storage.commit(input)),
  };
}

/** A key that signs for one life. */
export function signerOf(life: Life, { did, sign }: Signer): Signer {
  return { did, sign: (message) => life.call(() => sign(message)) };
}

/** A clock that is wrong by so much, and stands still for whoever is gone. */
export function clockOf(life: Life, kernel: Kernel, skewMs: number): Clock {
  return {
    now: () => START_MS + kernel.now + skewMs,
    monotonic: () => kernel.now,
    async after(ms, { signal } = {}) {
      signal?.throwIfAborted();
      await Promise.race([kernel.wait(ms), abortion(signal)]);
      if (life.isOver) await never();
    },
  };
}

function abortion(signal: AbortSignal | undefined): Promise<never> {
  if (signal === undefined) return never();
  return new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
  );
}
