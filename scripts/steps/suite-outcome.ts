import { clearTally, readTally } from "../tally/tally-folder.ts";
import { type CommandOptions, commandOutcome } from "./run-command.ts";
import type { Outcome } from "./step.ts";

/** Runs a command whose `tallyReporter` counts as `suite`, and brings its count. */
export async function suiteOutcome(
  suite: string,
  command: readonly string[],
  options: CommandOptions = {},
): Promise<Outcome> {
  clearTally(suite);
  const outcome = await commandOutcome(command, options);
  return { ...outcome, tally: readTally(suite) };
}
