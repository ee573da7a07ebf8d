import { guestStop } from "../guest/guest-stop.ts";
import type { GuestTask } from "../guest/guest-task.ts";
import type { GuestComponents } from "../guest/run-module.ts";
import { type GuestRun, runSteps } from "../guest/run-steps.ts";
import { setUpMachine } from "../guest/set-up-machine.ts";
import { createQuickJsImports } from "./host-call.ts";
import { createQuickJsJob } from "./quickjs-job.ts";

const NO_BYTES = new Uint8Array();
/** QuickJS is ours: the limits on modules are for those of strangers. */
const OUR_MODULE = { moduleBytes: 2 ** 24, functions: 2 ** 16, tableElements: 2 ** 16 };

/** Runs the function that a source text stands for, in QuickJS, under the same meter as any module. */
export function* runJavaScript(
  task: GuestTask,
  { port, programs, quickJs, onMachine }: GuestComponents,
): GuestRun {
  const source = textOf(task.module ?? NO_BYTES);
  if (quickJs === undefined) throw guestStop("no-runner", "there is no QuickJS here to run JavaScript with");
  const program = programs.open({ ...task, limits: { ...task.limits, ...OUR_MODULE } }, quickJs());
  if (task.purpose === "admit") return NO_BYTES;
  const parts = { task, port, program, env: createQuickJsImports };
  const { machine, checkpoints, resumed } = setUpMachine(parts, onMachine);
  const job = createQuickJsJob(machine);
  const isCaptured = resumed?.facts.origin === "captured";
  if (!isCaptured && port.isPreempted()) throw guestStop("preempted", "preempted before it began");
  if (!isCaptured && !job.start(source)) return job.result();
  return yield* runSteps(job.steps, { machine, port, checkpoints }, resumed?.facts.step ?? 0);
}

function textOf(source: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(source);
  } catch {
    throw guestStop("invalid-module", "the source is not UTF-8");
  }
}
