import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/command-line/commands.ts";
import { printCompletion } from "../../src/command-line/print-completion.ts";

describe("completion", () => {
  it.each([
    [
      ["icn-mesh", ""],
      ["init", "start", "dev", "doctor"],
    ],
    [["icn-mesh", "do"], ["doctor"]],
    [
      ["icn-mesh", "config", ""],
      ["check", "print", "reference", "schema"],
    ],
    [["icn-mesh", "config", "check", "--da"], ["--data"]],
    [["icn-mesh", "start", "--of"], ["--offer"]],
  ])("in bash, of %j, offers %j", (words, expected) => {
    const offered = completedBy(words);
    expect(expected.filter((each) => !offered.includes(each))).toEqual([]);
  });

  it("names every command and option to fish", () => {
    const script = printCompletion("fish", COMMANDS);
    for (const { words, options = [] } of COMMANDS) {
      expect(script).toContain(`-a ${words.split(" ").at(-1)} `);
      for (const { name } of options) expect(script).toContain(`-l ${name} `);
    }
  });

  it("is the same for zsh as for bash", () => {
    expect(printCompletion("zsh", COMMANDS)).toContain(printCompletion("bash", COMMANDS));
  });
});

/** What bash would offer for the last of these words. */
function completedBy(words: readonly string[]): readonly string[] {
  const typed = words.map((word) => `'${word}'`).join(" ");
  const ask = `COMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _icn_mesh; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const script = `${printCompletion("bash", COMMANDS)}\n${ask}`;
  return execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8" }).trim().split("\n");
}
