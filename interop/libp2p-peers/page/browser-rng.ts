import type { Rng } from "../../../packages/core/src/index.ts";

/** Chance from the browser's own source. */
export const browserRng: Rng = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  below(bound) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
    return drawn % bound;
  },
  fork: () => browserRng,
};
