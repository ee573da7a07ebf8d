import type { RunResult } from "@icn-mesh/sandbox";
import type { WorkRunner } from "../ports/work-runner.ts";
import { failedRun } from "./failed-run.ts";
import type { Task } from "./task-source.ts";

/** What ends a run before its end. */
export interface RunSignals {
  readonly signal: AbortSignal;
  readonly preempt: AbortSignal;
}

/** Brings a task's work together and runs it. It does not reject: what breaks on this side is a `crashed` result. */
export async function runTask(
  runner: WorkRunner,
  task: Task,
  { signal, preempt }: RunSignals,
): Promise<RunResult> {
  try {
    const brought = await task.gather(signal);
    if (!brought.ok) return failedRun(brought.class ?? "cancelled", brought.message);
    const { work, ...terms } = brought.gathered;
    return await runner.run(work, {
      ...terms,
      signal,
      preempt,
      onProgress: (progress) => task.progress(progress),
      onCheckpoint: (checkpoint) => task.checkpoint(checkpoint),
      onPartialOutput: (piece) => task.partialOutput(piece),
      onLog: (line) => task.log(line),
    });
  } catch (reason) {
    if (signal.aborted) return failedRun("cancelled", "stopped");
    return failedRun("crashed", reason instanceof Error ? reason.message : String(reason));
  }
}
