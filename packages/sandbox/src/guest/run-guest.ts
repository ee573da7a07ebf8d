import { runJavaScript } from "../javascript/run-javascript.ts";
import { exitCodeOf, failureOf } from "./failure-of.ts";
import type { GuestEnd, GuestUsage } from "./guest-event.ts";
import type { GuestPort } from "./guest-port.ts";
import type { GuestPrograms } from "./guest-programs.ts";
import type { GuestKind, GuestTask } from "./guest-task.ts";
import type { Machine } from "./machine.ts";
import { runEcho } from "./run-echo.ts";
import { type GuestComponents, runModule } from "./run-module.ts";
import type { GuestRun } from "./run-steps.ts";

/** Where guests run. */
export interface GuestHost {
  readonly port: GuestPort;
  readonly programs: GuestPrograms;
  readonly quickJs: (() => Uint8Array) | undefined;
}

const RUNS: Readonly<Record<GuestKind, (task: GuestTask, components: GuestComponents) => GuestRun>> = {
  echo: runEcho,
  wasm: runModule,
  "ccl-wasm": runModule,
  javascript: runJavaScript,
};

const NOTHING_USED: GuestUsage = { fuel: 0, peakMemoryBytes: 0, outputBytes: 0 };
const NO_BYTES = new Uint8Array();
const MAX_MESSAGE = 1024;

/**
 * Runs a task to its end, pausing between steps. Whatever the guest does is in the end that it returns; what it throws
 * is a fault of ours, or of the machine.
 */
export function* runGuest(task: GuestTask, host: GuestHost): GuestRun<GuestEnd> {
  let machine: Machine | undefined;
  const onMachine = (made: Machine): void => {
    machine = made;
  };
  try {
    const result = yield* RUNS[task.kind](task, { ...host, onMachine });
    return succeeded(machine, result);
  } catch (error) {
    if (exitCodeOf(error) === 0) return succeeded(machine, machine?.world.stdout() ?? NO_BYTES);
    const failure = failureOf(error, machine);
    if (failure === undefined) throw error;
    const message = failure.message.slice(0, MAX_MESSAGE).toWellFormed();
    return { type: "failed", class: failure.class, message, usage: endUsage(machine) };
  }
}

function succeeded(machine: Machine | undefined, result: Uint8Array): GuestEnd {
  const usage = machine === undefined ? { ...NOTHING_USED, outputBytes: result.length } : endUsage(machine);
  return { type: "ok", result, outputs: machine?.world.outputs() ?? new Map(), usage };
}

/** Tells what was held back, and then how much was used. */
function endUsage(machine: Machine | undefined): GuestUsage {
  machine?.world.context.reports.flush();
  return machine?.usage() ?? NOTHING_USED;
}
