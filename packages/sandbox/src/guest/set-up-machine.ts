import type { ReadState } from "../state/read-state.ts";
import { type Checkpoints, createCheckpoints } from "./checkpoints.ts";
import { createMachine, type Machine, type MachineParts } from "./machine.ts";
import { resumedState } from "./resumed-state.ts";

/** A machine that has run nothing yet, who keeps its state, and the state that it goes on from. */
export interface SetUpMachine {
  readonly machine: Machine;
  readonly checkpoints: Checkpoints;
  readonly resumed: ReadState | undefined;
}

/** Makes the machine of a run, as the state says that the task resumes from; `onMachine` hears of it first. */
export function setUpMachine(
  parts: Omit<MachineParts, "resumed" | "keep">,
  onMachine: (machine: Machine) => void,
): SetUpMachine {
  const { task, port, program } = parts;
  const resumed = resumedState(task, program);
  const checkpoints = createCheckpoints(port, task.limits, resumed);
  const machine = createMachine({
    ...parts,
    resumed,
    keep: (checkpointId, saved) => checkpoints.saved(machine, checkpointId, saved),
  });
  onMachine(machine);
  return { machine, checkpoints, resumed };
}
