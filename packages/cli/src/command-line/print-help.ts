import { columns } from "../terminal/columns.ts";
import type { CommandRule, OptionRule } from "./command-rule.ts";
import { COMMON_OPTIONS } from "./common-options.ts";

/** The page of the program: every command with its sentence. */
export function printProgramHelp(commands: readonly CommandRule[]): string {
  const rows = commands.map((command) => [`  ${callOf(command)}`, command.says]);
  return [
    "icn-mesh: a cooperative compute mesh",
    "",
    "Usage: icn-mesh <command> [options]",
    "",
    columns(rows),
    "",
    "icn-mesh <command> --help says what a command takes; icn-mesh dev starts a whole mesh on this machine.",
    "",
  ].join("\n");
}

/** The page of one command. */
export function printCommandHelp(command: CommandRule): string {
  const { says, options = [], examples = [] } = command;
  const rows = [...options, ...COMMON_OPTIONS].map((option) => [`  ${optionOf(option)}`, meaningOf(option)]);
  return [
    says,
    "",
    `Usage: icn-mesh ${callOf(command)} [options]`,
    "",
    columns(rows),
    ...(examples.length === 0 ? [] : ["", "Examples:", ...examples.map((each) => `  icn-mesh ${each}`)]),
    "",
  ].join("\n");
}

/** How a command is typed, with what it takes. */
function callOf({ words, takes = [] }: CommandRule): string {
  const places = takes.map(({ name, isOptional = false, isMany = false }) => {
    const place = `<${name}>${isMany ? "…" : ""}`;
    return isOptional ? `[${place}]` : place;
  });
  return [words, ...places].join(" ");
}

function optionOf({ name, letter, value }: OptionRule): string {
  const short = letter === undefined ? "    " : `-${letter}, `;
  return `${short}--${name}${value === undefined ? "" : ` <${value}>`}`;
}

function meaningOf({ says, choices }: OptionRule): string {
  return choices === undefined ? says : `${says}: ${choices.join(", ")}`;
}
