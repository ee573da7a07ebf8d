import type { Cid } from "../ids/cid.ts";
import { createOrderedMap, type OrderedMap } from "../storage/ordered-map.ts";

/** What outlives a memory store as a disk outlives a process, so that a restart can be played; tests may damage it. */
export interface MemoryDisk {
  readonly blocks: Map<Cid, Uint8Array>;
  readonly refs: OrderedMap<Cid>;
  /** Hands the disk over: the store that had it is closed by its `evict`, as a crash would close it. */
  mount(evict: () => void): void;
}

/** An empty disk. */
export function createMemoryDisk(): MemoryDisk {
  let evictLast = (): void => undefined;
  return {
    blocks: new Map(),
    refs: createOrderedMap(),
    mount(evict) {
      evictLast();
      evictLast = evict;
    },
  };
}
