import { cidOf } from "@icn-mesh/core";
import type { Outcome, RunOptions } from "@icn-mesh/sandbox";
import type { WorkRunner } from "../src/ports/work-runner.ts";
import { createSampleRunner } from "../src/testing/index.ts";

/** A guest that a test leads by the hand. */
export interface LedGuest {
  readonly runner: WorkRunner;
  /** Resolves, when the guest has begun, to what it may tell. */
  readonly began: Promise<RunOptions>;
  /** How often it was begun. */
  readonly runs: number;
  end(outcome?: Partial<Extract<Outcome, { type: "ok" }>>): void;
}

/** A guest that waits until it is told to end, or is stopped. */
export function ledGuest(): LedGuest {
  const began = Promise.withResolvers<RunOptions>();
  const ended = Promise.withResolvers<Outcome>();
  let runs = 0;
  const runner = createSampleRunner({
    echo(_, options) {
      runs += 1;
      began.resolve(options);
      const stopped = new Promise<never>((_resolve, reject) => {
        options.signal?.addEventListener("abort", () => reject(options.signal?.reason));
      });
      return Promise.race([ended.promise, stopped]);
    },
  });
  return {
    runner,
    began: began.promise,
    get runs() {
      return runs;
    },
    end(outcome = {}) {
      ended.resolve({ type: "ok", result: new TextEncoder().encode("done"), outputs: new Map(), ...outcome });
    },
  };
}

/** A guest that says everything that a guest can say. */
export const talkative = createSampleRunner({
  echo: async (_, options) => {
    await options.onProgress?.({ stage: "one", percent: 3000, message: "" });
    const bytes = Uint8Array.of(9);
    const block = { cid: cidOf(bytes, "raw"), bytes };
    const place = { checkpointId: "first", stage: "one", percent: 3000, step: 1 };
    await options.onCheckpoint?.({ ...place, state: block.cid, blocks: [block] });
    await options.onPartialOutput?.({ outputId: "part", stage: "one", bytes: Uint8Array.of(7) });
    return { type: "ok", result: Uint8Array.of(1), outputs: new Map() };
  },
});
