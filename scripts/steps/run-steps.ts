import { sumTallies, type Tally } from "../tally/tally.ts";
import type { Outcome, Step } from "./step.ts";
import { createTurns } from "./turns.ts";

/** What a run of steps needs to know. */
export interface RunOptions {
  /** How many steps run at a time. */
  readonly concurrency: number;
  /** True where a skipped step is a failure: on the machine of CI everything has to be there. */
  readonly strict: boolean;
  print(line: string): void;
  /** Milliseconds from any start. */
  now(): number;
}

/** Runs the steps, prints a line for each and the output of those that fail, and counts them. */
export async function runSteps(steps: readonly Step[], options: RunOptions): Promise<Tally> {
  const turns = createTurns(options.concurrency);
  const ends = new Map<string, Promise<Outcome>>();

  async function finish(step: Step): Promise<Outcome> {
    const obstacle = await obstacleOf(step);
    if (obstacle !== undefined) return end(step, obstacle, 0);
    return turns.take(async () => {
      const started = options.now();
      const outcome = await step.run().catch(failure);
      return end(step, outcome, options.now() - started);
    });
  }

  async function obstacleOf({ after = [] }: Step): Promise<Outcome | undefined> {
    for (const name of after) {
      const before = await ends.get(name);
      if (before?.status === "skipped") return before;
      if (before?.status !== "passed") return { status: "failed", output: `needs ${name}` };
    }
    return undefined;
  }

  function end(step: Step, outcome: Outcome, milliseconds: number): Outcome {
    const judged = options.strict ? withoutSkips(outcome) : outcome;
    for (const line of report(step, judged, milliseconds)) options.print(line);
    return judged;
  }

  // Each begins a turn later, when all are known, so that their order in the list does not matter.
  for (const step of steps) ends.set(step.name, Promise.resolve(step).then(finish));
  return sumTallies((await Promise.all(ends.values())).map(tallyOf));
}

function failure(error: unknown): Outcome {
  return {
    status: "failed",
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}

function withoutSkips(outcome: Outcome): Outcome {
  if (outcome.status !== "skipped") return outcome;
  return { status: "failed", output: `may not be skipped in CI: ${outcome.reason}` };
}

function report({ name }: Step, outcome: Outcome, milliseconds: number): string[] {
  if (outcome.status === "skipped") return [`skipped: ${name}: ${outcome.reason}`];
  const line = `${outcome.status} ${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${name}`;
  return outcome.status === "failed"
    ? [line, outcome.output.trimEnd().replaceAll(/^(?=.)/gm, "    ")]
    : [line];
}

function tallyOf(outcome: Outcome): Tally {
  if (outcome.status === "skipped") return { passed: 0, failed: 0, skipped: 1 };
  const passed = outcome.status === "passed" ? 1 : 0;
  const tally = outcome.tally ?? { passed, failed: 1 - passed, skipped: 0 };
  // A suite may also end badly without a failed test.
  return outcome.status === "passed" ? tally : { ...tally, failed: Math.max(1, tally.failed) };
}
