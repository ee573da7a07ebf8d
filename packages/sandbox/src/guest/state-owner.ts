import { cidOf } from "@icn-mesh/core";
import type { StateOwner } from "../state/guest-state.ts";
import type { GuestTask } from "./guest-task.ts";
import type { Program } from "./program.ts";

/** The owner of the states of a task that runs in this program. */
export function stateOwner({ kind, module }: GuestTask, { cid, prepared }: Program): StateOwner {
  const { fuelVersion } = prepared;
  if (kind !== "javascript") return { program: cid, engine: null, fuelVersion };
  return { program: cidOf(module ?? new Uint8Array(), "raw"), engine: cid, fuelVersion };
}
