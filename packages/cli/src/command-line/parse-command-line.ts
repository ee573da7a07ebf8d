import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearestName } from "@icn-mesh/node/nearest-name";
import { usage } from "../errors.ts";
import type { CommandRule, OptionRule } from "./command-rule.ts";
import { COMMON_OPTIONS } from "./common-options.ts";
import { type GivenOptions, givenOptions } from "./given-options.ts";

/** What was typed, understood. */
export interface CommandLine {
  /** Undefined where none was named. */
  readonly command: CommandRule | undefined;
  readonly args: readonly string[];
  readonly options: GivenOptions;
}

const PROGRAM_OPTIONS: readonly OptionRule[] = [
  ...COMMON_OPTIONS,
  { name: "version", says: "Say which version it is" },
];

/** Finds the command and checks what it was given; refuses with `CLI_USAGE`, and with what was likely meant. */
export function parseCommandLine(commands: readonly CommandRule[], argv: readonly string[]): CommandLine {
  if (argv[0]?.startsWith("-") ?? true) return { command: undefined, ...parsed(PROGRAM_OPTIONS, argv) };
  const command = commandOf(commands, argv);
  const rest = argv.slice(command.words.split(" ").length);
  const { options, args } = parsed([...(command.options ?? []), ...COMMON_OPTIONS], rest);
  if (!options.isOn("help")) checkArguments(command, args);
  return { command, args, options };
}

function commandOf(commands: readonly CommandRule[], argv: readonly string[]): CommandRule {
  const [first = "", second] = argv;
  const exact =
    commands.find(({ words }) => words === `${first} ${second}`) ??
    commands.find(({ words }) => words === first);
  if (exact !== undefined) return exact;
  const below = commands.flatMap(({ words }) =>
    words.startsWith(`${first} `) ? [words.split(" ")[1] ?? ""] : [],
  );
  if (below.length === 0) {
    const names = commands.map(({ words }) => words.split(" ")[0] ?? "");
    throw usage(`there is no command ${first}${meant(first, names)}; icn-mesh --help has all of them`);
  }
  throw usage(
    second === undefined || second.startsWith("-")
      ? `${first} is followed by ${below.join(", ")}`
      : `there is no command ${first} ${second}${meant(second, below)}`,
  );
}

function parsed(
  rules: readonly OptionRule[],
  argv: readonly string[],
): { readonly options: GivenOptions; readonly args: readonly string[] } {
  const options: ParseArgsConfig["options"] = {};
  for (const { name, letter, value, isList = false } of rules) {
    const type = value === undefined ? "boolean" : "string";
    options[name] = { type, multiple: isList, ...(letter && { short: letter }) };
  }
  const { values, positionals } = understood(rules, () =>
    parseArgs({ args: [...argv], options, allowPositionals: true, strict: true }),
  );
  for (const rule of rules) checkChoice(rule, values[rule.name]);
  return { options: givenOptions(values), args: positionals };
}

function understood<Result>(rules: readonly OptionRule[], parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, name] = /^Unknown option '--([^'=]*)/.exec(message) ?? [];
    if (name === undefined) throw usage(message.split(". ")[0] ?? message);
    throw usage(
      `there is no option --${name}${meant(
        name,
        rules.map((each) => each.name),
      )}`,
    );
  }
}

function checkChoice({ name, choices }: OptionRule, value: unknown): void {
  if (choices === undefined || typeof value !== "string" || choices.includes(value)) return;
  throw usage(`--${name} is one of ${choices.join(", ")}, not ${value}`);
}

function checkArguments({ words, takes = [] }: CommandRule, args: readonly string[]): void {
  const missing = takes.find(({ isOptional = false }, at) => !isOptional && args[at] === undefined);
  if (missing !== undefined)
    throw usage(`${words} needs <${missing.name}>; icn-mesh ${words} --help says more`);
  const isOpen = takes.at(-1)?.isMany ?? false;
  const extra = args[takes.length];
  if (extra !== undefined && !isOpen) throw usage(`${words} takes nothing called ${JSON.stringify(extra)}`);
}

function meant(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? "" : `; did you mean ${nearest}?`;
}
