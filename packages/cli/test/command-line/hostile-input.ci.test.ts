import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chdir, cwd } from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandRule, OptionRule } from "../../src/command-line/command-rule.ts";
import { COMMANDS } from "../../src/command-line/commands.ts";
import { type Typed, typed } from "../typed.ts";

// Every command with what is missing, wrong, too much or hostile, in each of its places. Those that ask a node find
// none; that of the node behind them is fuzzed by its own description.

const HOSTILE = [
  "",
  "-1",
  "9".repeat(400),
  "x".repeat(70_000),
  "../\u{1f4a5}\n\u001b[2J",
  '{"__proto__":1}',
  "$(id)",
];
/** What these do when nothing is wrong with their input takes long, or never ends. */
const LASTING: ReadonlySet<string> = new Set(["bench", "dev", "start"]);
const ENV = { ICN_MESH_LOG: "off", ICN_MESH_URL: "http://127.0.0.1:1" };

const home = cwd();
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "icn-mesh-hostile-"));
  await mkdir(join(folder, "below"));
  chdir(join(folder, "below"));
});
afterAll(async () => {
  chdir(home);
  await rm(folder, { recursive: true, force: true });
});

describe.each(COMMANDS.map((command) => [command.words, command] as const))("icn-mesh %s", (_, command) => {
  it.each(callsOf(command).map((call) => [call.map(shown).join(" "), call] as const))(
    "%s ends with a code of its own, and no stack",
    async (_line, call) => expect(faultIn(await typed(call, { env: ENV }))).toBeUndefined(),
  );
});

function callsOf(command: CommandRule): readonly (readonly string[])[] {
  const { words, takes = [], options = [] } = command;
  const typedWords = words.split(" ");
  const usual = takes.flatMap(({ isOptional }) => (isOptional === true ? [] : ["x"]));
  const strange = [
    [...typedWords, ...usual, "--no-such-option"],
    [...typedWords, ...usual, "x", "x", "x", "x"],
  ];
  const valued = options.filter((option) => isTried(command, option));
  return [
    ...(LASTING.has(words) ? [] : [typedWords]),
    ...(LASTING.has(words) ? strange.slice(0, 1) : strange),
    ...takes.flatMap((_, at) =>
      HOSTILE.map((text) => [...typedWords, "--", ...usual.toSpliced(at, 1, text)]),
    ),
    ...valued.flatMap(({ name }) => HOSTILE.map((text) => [...typedWords, ...usual, `--${name}=${text}`])),
  ];
}

function isTried({ words }: CommandRule, { name, value }: OptionRule): boolean {
  return value !== undefined && (!LASTING.has(words) || name === "set");
}

function faultIn({ exit, err }: Typed): string | undefined {
  if (exit === 70) return err;
  if (/\n\s+at /.test(err)) return `a stack: ${err}`;
  return exit >= 2 && !/\([A-Z]+(_[A-Z]+)*\)/.test(err) ? `no code: ${err}` : undefined;
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 8)}… of ${text.length}` : JSON.stringify(text);
}
