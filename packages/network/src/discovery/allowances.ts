import { type Clock, createBoundedMap } from "@icn-mesh/core";

/** How often something may be done for each of many. */
export interface Allowances<Key> {
  /** True, and one less is left, if it may be done once more now. */
  take(key: Key): boolean;
}

/** So many at once, then one per so many milliseconds. */
export interface AllowanceOptions {
  readonly burst: number;
  readonly everyMs: number;
  /** How many keys are remembered; who is forgotten starts anew. 4 096 when not given. */
  readonly keys?: number;
}

/** Full allowances for everybody. */
export function createAllowances<Key>(clock: Clock, options: AllowanceOptions): Allowances<Key> {
  const { burst, everyMs, keys = 4_096 } = options;
  const states = createBoundedMap<Key, { left: number; at: number }>({
    max: keys,
    whenFull: "evict-least-used",
  });

  return {
    take(key) {
      const now = clock.monotonic();
      const state = states.get(key) ?? { left: burst, at: now };
      const left = Math.min(burst, state.left + (now - state.at) / everyMs);
      const isAllowed = left >= 1;
      states.set(key, { left: isAllowed ? left - 1 : left, at: now });
      return isAllowed;
    },
  };
}
