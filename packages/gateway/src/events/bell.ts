/** Wakes those who wait for something to change. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, or when the signal aborts. Ask before looking, so that no ring falls between. */
  next(signal: AbortSignal): Promise<void>;
}

/** A bell that nobody has heard. */
export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of [...waiting]) wake();
    },
    next(signal) {
      return new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        if (signal.aborted) return resolve();
        waiting.add(wake);
        signal.addEventListener("abort", wake);
      });
    },
  };
}
