import type { Clock } from "@icn-mesh/core";

/** Stops asking what keeps failing, for a while. */
export interface CircuitBreaker {
  /** False while it is open; true for the one probe after that, and always while it is closed. */
  tryEnter(): boolean;
  /** How it went; whoever entered says so, once. */
  leave(isGood: boolean): void;
  readonly state: "closed" | "open" | "half-open";
}

/** When it opens, and for how long. */
export interface CircuitBreakerOptions {
  /** Failures in a row; 3 when not given. */
  readonly failures?: number;
  /** 5 seconds when not given. */
  readonly openMs?: number;
}

/** A closed breaker on the monotonic clock. It holds no lock: what it lets in runs side by side. */
export function createCircuitBreaker(clock: Clock, options: CircuitBreakerOptions = {}): CircuitBreaker {
  const { failures = 3, openMs = 5_000 } = options;
  let inARow = 0;
  let openUntil = Number.NEGATIVE_INFINITY;
  let isProbing = false;

  const isOpen = () => inARow >= failures && clock.monotonic() < openUntil;

  return {
    get state() {
      if (inARow < failures) return "closed";
      return isOpen() ? "open" : "half-open";
    },
    tryEnter() {
      if (inARow < failures) return true;
      if (isOpen() || isProbing) return false;
      isProbing = true;
      return true;
    },
    leave(isGood) {
      isProbing = false;
      inARow = isGood ? 0 : inARow + 1;
      if (inARow >= failures) openUntil = clock.monotonic() + openMs;
    },
  };
}
