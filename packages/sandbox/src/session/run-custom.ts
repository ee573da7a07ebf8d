import type { RunOptions, RunResult } from "../runner.ts";
import type { RunTerm } from "./run-term.ts";

const NO_USAGE = { fuel: 0, peakMemoryBytes: 0, outputBytes: 0 };

/** Runs code of the host within the term of the run: whether or not it heeds its signal, the run ends when that aborts. */
export async function runCustom(
  run: () => Promise<RunResult>,
  term: RunTerm,
  { limits }: RunOptions,
): Promise<RunResult> {
  const stopped = Promise.withResolvers<undefined>();
  const onAbort = () => stopped.resolve(undefined);
  term.signal.addEventListener("abort", onAbort);
  term.begin();
  term.guestBegan(true);
  try {
    const result = await Promise.race([run(), stopped.promise]);
    if (result === undefined) return stoppedResult(term);
    const bytes = outputBytesOf(result);
    return bytes <= limits.outputBytes ? result : tooLarge(result, limits.outputBytes);
  } finally {
    term.signal.removeEventListener("abort", onAbort);
  }
}

function stoppedResult(term: RunTerm): RunResult {
  return {
    outcome: { type: "failed", class: term.reason ?? "cancelled", message: "ended from outside" },
    usage: { ...NO_USAGE, wallMs: term.elapsed() },
  };
}

function outputBytesOf({ outcome }: RunResult): number {
  if (outcome.type === "failed") return 0;
  return [...outcome.outputs.values()].reduce((sum, { length }) => sum + length, outcome.result.length);
}

function tooLarge({ usage }: RunResult, outputBytes: number): RunResult {
  const message = `more than ${outputBytes} bytes of output`;
  return { outcome: { type: "failed", class: "output-too-large", message }, usage };
}
