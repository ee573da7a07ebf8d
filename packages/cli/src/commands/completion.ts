import type { CommandRule } from "../command-line/command-rule.ts";
import type { CommandRun } from "../command-line/command-run.ts";
import { EXIT } from "../command-line/exit-code.ts";
import { isShell, printCompletion } from "../command-line/print-completion.ts";
import { usage } from "../errors.ts";

/** Prints what a shell needs to complete these commands and their options. */
export function completionOf(commands: readonly CommandRule[]): CommandRun {
  return async ({ args, terminal }) => {
    const [shell = ""] = args;
    if (!isShell(shell)) throw usage(`completion is for bash, zsh and fish, not ${shell}`);
    terminal.write(printCompletion(shell, commands));
    return EXIT.done;
  };
}
