import type { Rng } from "@icn-mesh/core";
import type { Faults } from "./faults.ts";
import type { Kernel } from "./kernel.ts";

/** One run of a process, from its start to its crash. What it waits for after that never comes. */
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
  readonly kernel: Kernel;
  readonly faults: Faults;
  readonly rng: Rng;
}

/** A new life; `whenOver` is told when it crashes of itself. */
export function createLife({ kernel, faults, rng }: LifeComponents, whenOver: () => void): Life {
  let isOver = false;
  let callsLeft = faults.crashCalls === 0 ? Number.POSITIVE_INFINITY : 1 + rng.below(2 * faults.crashCalls);

  function mayCrash(): void {
    callsLeft -= 1;
    if (isOver || faults.isOver || callsLeft > 0) return;
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
      if (faults.lagMs > 0 && !isOver && rng.below(4) === 0) await kernel.wait(rng.below(faults.lagMs));
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
