import type { VirtualTime } from "./virtual-time.ts";

/** One run of a simulated process, from its start to its crash. What it waits for after that never comes. */
export interface Life {
  readonly isOver: boolean;
  /** The crash: nothing that this run has begun goes on. */
  end(): void;
  /**
   * Calls a port. The crash may come before it or after it, so that what it did stands and nobody was told; and it
   * may take some time, in which others go on.
   */
  call<Value>(port: () => Value | Promise<Value>): Promise<Value>;
}

/** What a life is at the mercy of. */
export interface LifeComponents {
  readonly time: Pick<VirtualTime, "wait">;
  /** Asked before and after every call of a port; true crashes the process there. */
  readonly isDue: () => boolean;
  /** How long a call of a port takes before it is made, in milliseconds. */
  readonly lagMs: () => number;
}

/** A new life; `whenOver` is told when it crashes of itself. */
export function createLife({ time, isDue, lagMs }: LifeComponents, whenOver: () => void): Life {
  let isOver = false;

  function mayCrash(): void {
    if (isOver || !isDue()) return;
    isOver = true;
    whenOver();
  }

  return {
    get isOver() {
      return isOver;
    },
    end() {
      isOver = true;
    },
    async call(port) {
      mayCrash();
      const lag = isOver ? 0 : lagMs();
      if (lag > 0) await time.wait(lag);
      if (isOver) return never();
      const value = await port();
      mayCrash();
      return isOver ? never() : value;
    },
  };
}

/** A life without crashes. */
export const steadyLife: Life = { isOver: false, end: () => undefined, call: async (port) => port() };

/** What a process that is gone waits for. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
