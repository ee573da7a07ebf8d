import type { WaitOptions } from "../../wait-options.ts";

/** Those who wait for something, in the order in which they came. */
export interface Line {
  /** Resolves when it is this one's turn; rejects with the reason of the signal when it leaves before. */
  wait(options?: WaitOptions): Promise<void>;
  /** Lets the first one go. */
  next(): void;
}

/** A line without anybody. */
export function createLine(): Line {
  const line = new Set<() => void>();
  return {
    wait({ signal } = {}) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const go = () => {
          line.delete(go);
          signal?.removeEventListener("abort", leave);
          resolve();
        };
        const leave = () => {
          line.delete(go);
          reject(signal?.reason);
        };
        line.add(go);
        signal?.addEventListener("abort", leave, { once: true });
      });
    },
    next() {
      const [first] = line;
      first?.();
    },
  };
}
