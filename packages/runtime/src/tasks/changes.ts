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

/** The promise, or the reason of the signal if that aborts first. */
export function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: first, resolve, reject } = Promise.withResolvers<Value>();
  const leave = () => reject(signal.reason);
  if (signal.aborted) leave();
  signal.addEventListener("abort", leave, { once: true });
  promise.then(resolve, reject);
  return first.finally(() => signal.removeEventListener("abort", leave));
}
