import type { FailureClass, RunResult } from "@icn-mesh/sandbox";

const MESSAGE_CHARS = 1024;

/** The end of a run that never ran. */
export function failedRun(failureClass: FailureClass, message: string): RunResult {
  const usage = { fuel: 0, wallMs: 0, peakMemoryBytes: 0, outputBytes: 0 };
  return {
    outcome: { type: "failed", class: failureClass, message: message.slice(0, MESSAGE_CHARS) },
    usage,
  };
}
