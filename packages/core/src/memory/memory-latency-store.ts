import { assertNumber } from "../assert-in-range.ts";
import { createBoundedMap } from "../bounded-map.ts";
import type { Did } from "../ids/did.ts";
import type { LatencyStore } from "../ports/latency-store.ts";

/** How many peers are remembered. */
export interface MemoryLatencyStoreOptions {
  /** The peer asked for or measured least lately is forgotten first; 10 000 when not given. */
  readonly max?: number;
}

/** As TCP smooths its round-trip times (RFC 6298): steady, one number per peer, and a spike is forgotten in a few dozen. */
const WEIGHT_OF_NEW = 1 / 8;

/** Round-trip times as moving averages in memory; the first measurement of a peer counts in full. */
export function createMemoryLatencyStore({ max = 10_000 }: MemoryLatencyStoreOptions = {}): LatencyStore {
  const smoothed = createBoundedMap<Did, number>({ max, whenFull: "evict-least-used" });
  return {
    latencyMs(did) {
      const latency = smoothed.get(did);
      return latency === undefined ? undefined : Math.round(latency);
    },
    observe(did, latencyMs) {
      assertNumber("latencyMs", latencyMs, { min: 0 });
      const before = smoothed.get(did) ?? latencyMs;
      smoothed.set(did, before + (latencyMs - before) * WEIGHT_OF_NEW);
    },
  };
}
