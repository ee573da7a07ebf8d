import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/command-line/commands.ts";
import { typed } from "../typed.ts";

describe("the program", () => {
  it("lists every command when nothing is typed, and when help is", async () => {
    const asked = await typed("--help");
    expect(await typed([])).toEqual(asked);
    expect(asked.exit).toBe(0);
    for (const { words } of COMMANDS) expect(asked.out).toContain(`\n  ${words}`);
  });

  it("says what each command takes, which needs none of it", async () => {
    for (const { words, says, options = [] } of COMMANDS) {
      const { exit, out } = await typed(`${words} --help`);
      expect([exit, out.split("\n")[0]]).toEqual([0, says]);
      for (const { name } of options) expect(out).toContain(`--${name}`);
    }
  });

  it("says which version it is", async () => {
    expect(await typed("--version")).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it("has examples that it understands itself", async () => {
    for (const each of COMMANDS.flatMap(({ examples = [] }) => examples)) {
      const [line = ""] = each.split(" > ");
      expect((await typed(`${line} --help`)).exit).toBe(0);
    }
  });
});

describe("what makes no sense", () => {
  it.each([
    ["stat", "there is no command stat; did you mean start?"],
    ["frobnicate", "there is no command frobnicate; icn-mesh --help has all of them"],
    ["config", "config is followed by check, print, reference, schema"],
    ["config chek", "there is no command config chek; did you mean check?"],
    ["start --ofer", "there is no option --ofer; did you mean offer?"],
    ["run", "run needs <module>"],
    ["doctor now", 'doctor takes nothing called "now"'],
    ["dev --nodes many", '--nodes takes a whole number, not "many"'],
    ["dev --nodes 0", "--nodes is between 1 and 50, not 0"],
    ["config check --set nonsense", "--set takes key=value"],
    ["completion csh", "completion is for bash, zsh and fish, not csh"],
  ])("%s is refused with 2, and with what would make sense", async (line, says) => {
    const { exit, out, err } = await typed(line);
    expect([exit, out]).toEqual([2, ""]);
    expect(err).toContain(says);
    expect(err).toContain("CLI_USAGE");
  });

  it("is a line of JSON to a program", async () => {
    const { exit, err } = await typed("stat --json");
    expect([exit, JSON.parse(err)]).toMatchObject([2, { error: { code: "CLI_USAGE" } }]);
  });
});

describe("colours", () => {
  it("are for terminals, unless nobody wants them", async () => {
    const terminal = { isTerminal: true };
    expect((await typed("stat", terminal)).err).toContain("\u001b[31m");
    for (const each of [
      typed("stat"),
      typed("stat --no-color", terminal),
      typed("stat", { ...terminal, env: { NO_COLOR: "1" } }),
    ])
      expect((await each).err).not.toContain("\u001b");
  });
});
