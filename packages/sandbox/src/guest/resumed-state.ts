import { type ReadState, readState } from "../state/read-state.ts";
import { guestStop } from "./guest-stop.ts";
import type { GuestTask } from "./guest-task.ts";
import type { Program } from "./program.ts";
import { stateOwner } from "./state-owner.ts";

/** The state that a task goes on from, if any; throws a `guestStop` where it is not one of this program. */
export function resumedState(task: GuestTask, program: Program): ReadState | undefined {
  if (task.resumeFrom === null) return undefined;
  const read = readState(task.resumeFrom, stateOwner(task, program));
  if (typeof read === "string") throw guestStop("invalid-input", read);
  return read;
}
