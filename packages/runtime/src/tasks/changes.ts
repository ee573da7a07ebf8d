import { orAborted } from "@icn-mesh/core";

/** Lets whoever waits go on whenever something changes. */
export interface Changes {
  /** Resolves at the next change; rejects with the reason of the signal. */
  next(signal: AbortSignal): Promise<void>;
  changed(): void;
}

/** Nothing has changed yet. */
export function createChanges(): Changes {
  let turn = Promise.withResolvers<void>();
  return {
    next: (signal) => orAborted(turn.promise, signal),
    changed() {
      turn.resolve();
      turn = Promise.withResolvers<void>();
    },
  };
}
