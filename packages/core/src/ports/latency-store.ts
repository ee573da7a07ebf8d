import type { Did } from "../ids/did.ts";

/** Round-trip times that this node measured itself; they stay local. */
export interface LatencyStore {
  /** Whole milliseconds, smoothed; undefined when the peer has not been measured, or so long ago that it is forgotten. */
  latencyMs(did: Did): number | undefined;
  /** Takes one measurement, a finite number of at least 0. */
  observe(did: Did, latencyMs: number): void;
}
