import { SandboxError } from "../errors.ts";
import type { FailureClass } from "../runner.ts";
import { stopClassOf } from "./guest-stop.ts";
import { type Machine, verdictStop } from "./machine.ts";

/** Why a run failed. */
export interface GuestFailure {
  readonly class: FailureClass;
  readonly message: string;
}

/** The exit code of a program that ended itself; undefined for everything else that can be thrown. */
export function exitCodeOf(error: unknown): number | undefined {
  if (!(error instanceof SandboxError) || error.failure.code !== "SANDBOX_GUEST_EXITED") return undefined;
  return error.failure.exitCode;
}

/** What a thrown error says about the guest; undefined where it says something about us. */
export function failureOf(error: unknown, machine: Machine | undefined): GuestFailure | undefined {
  // The meter traps as any program can; only it knows that it was the meter.
  const failure = judge((machine && verdictStop(machine)) ?? error);
  const isForMemory = failure?.class === "trap" && machine?.meter.refusedGrowth === true;
  return isForMemory
    ? { class: "out-of-memory", message: `${failure.message} (memory was refused)` }
    : failure;
}

function judge(error: unknown): GuestFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  const stopClass = stopClassOf(error);
  if (stopClass !== undefined) return { class: stopClass, message };
  const exitCode = exitCodeOf(error);
  if (exitCode !== undefined) return { class: "trap", message: `the program exited with code ${exitCode}` };
  if (error instanceof WebAssembly.RuntimeError) return { class: "trap", message };
  if (error instanceof WebAssembly.CompileError) return { class: "invalid-module", message };
  // The engine's own stack, or its memory: the guest's limits are lower than these.
  return error instanceof RangeError ? { class: "crashed", message } : undefined;
}
