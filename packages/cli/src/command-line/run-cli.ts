import type { NodeParts } from "@icn-mesh/node";
import { createOutput } from "../terminal/output.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { COMMANDS } from "./commands.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { explainFailure } from "./explain-failure.ts";
import { type CommandLine, parseCommandLine } from "./parse-command-line.ts";
import { printCommandHelp, printProgramHelp } from "./print-help.ts";
import { programVersion } from "./program-version.ts";

/** What a program that has this one inside adds to it. */
export interface CliOptions {
  /** Parts of the node that `start` starts, in place of its own. */
  readonly parts?: NodeParts;
}

/** Does what was typed behind `icn-mesh`, and resolves to how the program is to end. It never rejects. */
export async function runCli(
  argv: readonly string[],
  terminal: Terminal,
  { parts = {} }: CliOptions = {},
): Promise<ExitCode> {
  const output = createOutput(terminal, {
    isJson: argv.includes("--json"),
    hasColours: terminal.isTerminal && !argv.includes("--no-color") && !terminal.env["NO_COLOR"],
  });
  try {
    const line = parseCommandLine(COMMANDS, argv);
    const page = pageOf(line);
    if (page !== undefined) terminal.write(page);
    if (page !== undefined || line.command === undefined) return EXIT.done;
    const run = await line.command.load();
    return await run({ args: line.args, options: line.options, terminal, output, parts });
  } catch (error) {
    if (terminal.interrupted.aborted) return EXIT.interrupted;
    const { exit, ...failure } = explainFailure(error);
    output.fail(failure);
    return exit;
  }
}

function pageOf({ command, options }: CommandLine): string | undefined {
  if (command !== undefined) return options.isOn("help") ? printCommandHelp(command) : undefined;
  return options.isOn("version") ? `${programVersion()}\n` : printProgramHelp(COMMANDS);
}
