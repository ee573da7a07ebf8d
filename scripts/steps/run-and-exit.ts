import { tallyLine } from "../tally/tally.ts";
import { writeTally } from "../tally/tally-folder.ts";
import { runSteps } from "./run-steps.ts";
import type { Step } from "./step.ts";

/** Runs the steps that the command line names, all by default; ends with the count and an exit code. */
export async function runAndExit(suite: string, steps: readonly Step[]): Promise<void> {
  const names = process.argv.slice(2);
  const chosen = names.length === 0 ? steps : withNeeds(names, steps);
  const tally = await runSteps(chosen, {
    concurrency: 2,
    strict: process.env["CI"] === "true",
    print: (line) => console.log(line),
    now: () => performance.now(),
  });
  writeTally(suite, tally);
  console.log(tallyLine(tally));
  process.exitCode = tally.failed === 0 ? 0 : 1;
}

/** The named steps and all that they come after, in the order of the list. */
function withNeeds(names: readonly string[], steps: readonly Step[]): Step[] {
  const wanted = new Set(names);
  for (const { name, after = [] } of steps.toReversed()) {
    if (wanted.has(name)) for (const need of after) wanted.add(need);
  }
  return steps.filter(({ name }) => wanted.has(name));
}
