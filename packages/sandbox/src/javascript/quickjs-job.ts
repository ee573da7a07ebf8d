import type { Machine } from "../guest/machine.ts";
import type { Steps } from "../guest/run-steps.ts";
import { createQuickJsControls } from "./quickjs-controls.ts";

/** A job in QuickJS. Between two calls nothing of it is outside the machine, so its state can be captured. */
export interface QuickJsJob {
  /** Makes the world of the job and calls its function. True when what that returned has steps of its own. */
  start(source: string): boolean;
  /** What the function returned, as bytes. */
  result(): Uint8Array;
  readonly steps: Steps;
}

/** A job on a machine with QuickJS. */
export function createQuickJsJob(machine: Machine): QuickJsJob {
  const { memory, outputs } = machine.world.context;
  const controls = createQuickJsControls(machine);

  function result(): Uint8Array {
    return controls.bytes("result", (pointer, length) => {
      outputs.spend(length);
      return memory.read(pointer, length);
    });
  }

  return {
    start(source) {
      controls.begin();
      const main = controls.evaluate(`(${source}\n)`);
      controls.settle("start", main);
      controls.free(main);
      return controls.isTrue("isSteps");
    },
    result,
    steps: {
      init: () => controls.settle("init"),
      step() {
        controls.settle("step");
        return controls.isTrue("hasMore");
      },
      finish() {
        controls.settle("finish");
        return result();
      },
    },
  };
}
