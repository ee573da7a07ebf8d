import type { Clock } from "@icn-mesh/core";

/** Deliveries that keep their order. */
export interface Lane {
  /** Delivers after everything that was added before, and not before that time of the monotonic clock. */
  add(at: number, deliver: () => void): void;
}

/** What a lane runs on. */
export interface LaneOptions {
  readonly clock: Clock;
  /** Nothing is delivered after it. */
  readonly signal: AbortSignal;
  /** Undefined when the way is open; otherwise resolves when it may be. */
  readonly blocked: () => Promise<void> | undefined;
}

/** An empty lane. What is due at once is delivered in a turn of its own, never during `add`. */
export function createLane({ clock, signal, blocked }: LaneOptions): Lane {
  const queue: { readonly at: number; readonly deliver: () => void }[] = [];
  let isPumping = false;

  async function pump(): Promise<void> {
    isPumping = true;
    await Promise.resolve();
    for (let head = queue[0]; head !== undefined; head = queue[0]) {
      const left = head.at - clock.monotonic();
      if (left > 0) await clock.after(left, { signal });
      for (let way = blocked(); way !== undefined; way = blocked()) await way;
      signal.throwIfAborted();
      queue.shift();
      head.deliver();
    }
    isPumping = false;
  }

  return {
    add(at, deliver) {
      if (signal.aborted) return;
      queue.push({ at, deliver });
      if (isPumping) return;
      pump().catch(() => {
        queue.length = 0; // it was aborted, and nothing is delivered any more
      });
    },
  };
}
