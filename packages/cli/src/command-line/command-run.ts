import type { NodeParts } from "@icn-mesh/node";
import type { Output } from "../terminal/output.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { ExitCode } from "./exit-code.ts";
import type { GivenOptions } from "./given-options.ts";

/** One call of a command. */
export interface CommandCall {
  readonly args: readonly string[];
  readonly options: GivenOptions;
  readonly terminal: Terminal;
  readonly output: Output;
  /** Parts that the program around this one hands to the nodes that it starts. */
  readonly parts: NodeParts;
}

/** Does what a command does; what it throws is explained to whoever typed it. */
export type CommandRun = (call: CommandCall) => Promise<ExitCode>;
