import type { Did } from "../ids/did.ts";

/** Round-trip times that this node measured itself; they stay local. */
export interface LatencyStore {
  /** Milliseconds, or undefined when the peer has not been measured. */
  latencyMs(did: Did): number | undefined;
  observe(did: Did, latencyMs: number): void;
}
