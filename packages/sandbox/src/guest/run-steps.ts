import type { Checkpoints } from "./checkpoints.ts";
import type { GuestPort } from "./guest-port.ts";
import { guestStop } from "./guest-stop.ts";
import type { Machine } from "./machine.ts";

/** A run between two of its steps, at its end with the result. */
export type GuestRun<Result = Uint8Array> = Generator<undefined, Result, undefined>;

/** Work that is done step by step, with nothing on the guest's stack in between. */
export interface Steps {
  init(): void;
  /** True while there is more to do. */
  step(): boolean;
  finish(): Uint8Array;
}

/** Who keeps the state of a run, and who says that it should stop. */
export interface StepComponents {
  readonly machine: Machine;
  readonly port: GuestPort;
  readonly checkpoints: Checkpoints;
}

/** What a step costs us is what copying so many bytes does: otherwise empty steps would be as good as free. */
const STEP_BYTES = 4096;

/** Runs all steps from `first` on; 0 begins with `init`. Stops between two as `preempted`, with the state kept. */
export function* runSteps(
  steps: Steps,
  { machine, port, checkpoints }: StepComponents,
  first: number,
): GuestRun {
  port.emit({ type: "began", hasSteps: true });
  let step = first;
  if (step === 0) steps.init();
  let hasMore = true;
  while (hasMore) {
    if (port.isPreempted()) {
      checkpoints.captured(machine, step, true);
      throw guestStop("preempted", `preempted after step ${step}`);
    }
    machine.world.context.charge(STEP_BYTES);
    hasMore = steps.step();
    step++;
    if (hasMore) checkpoints.captured(machine, step, false);
    yield;
  }
  return steps.finish();
}
