import type { Clock, Did } from "@icn-mesh/core";

/** Who may do how much: so many at once, and so many a second in the long run. */
export interface RateLimit {
  /** True if the peer may; then it counts. */
  take(peer: Did): boolean;
  /** Forgets a peer that is gone: its allowance is full when it returns. */
  forget(peer: Did): void;
}

/** How much. */
export interface RateLimitOptions {
  readonly clock: Clock;
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket for each connected peer; their number is bounded by the connections. */
export function createRateLimit({ clock, perSecond, burst }: RateLimitOptions): RateLimit {
  const buckets = new Map<Did, { tokens: number; at: number }>();
  return {
    take(peer) {
      const now = clock.monotonic();
      const bucket = buckets.get(peer) ?? { tokens: burst, at: now };
      bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) * perSecond) / 1_000);
      bucket.at = now;
      buckets.set(peer, bucket);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
    forget(peer) {
      buckets.delete(peer);
    },
  };
}
