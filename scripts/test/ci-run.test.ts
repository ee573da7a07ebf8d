import { chmodSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../steps/root.ts";
import { runCommand } from "../steps/run-command.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const script = readFileSync(join(root, ".ci/run"), "utf8");

/** What each of the suites leaves, and how it ends. */
type Suites = Readonly<Record<"test" | "test:ci" | "check", string>>;

const leaves = (count: string): string => `echo '${count}' > .tally/$name`;

// Bash and Debian's tools are only on the machines that run this script.
test.runIf(process.platform === "linux").for<[string, Suites, string]>([
  [
    "adds up the counts of all suites",
    {
      test: leaves("10 passed, 0 failed, 1 skipped"),
      "test:ci": leaves("200 passed, 0 failed, 0 skipped"),
      check: leaves("3 passed, 0 failed, 0 skipped"),
    },
    "213 passed, 0 failed, 1 skipped",
  ],
  [
    "goes on after failures",
    {
      test: `${leaves("9 passed, 2 failed, 0 skipped")}; exit 1`,
      "test:ci": leaves("1 passed, 0 failed, 0 skipped"),
      check: leaves("1 passed, 0 failed, 0 skipped"),
    },
    "11 passed, 2 failed, 0 skipped",
  ],
  [
    "counts a suite that leaves no count, and one that ends badly, as failures",
    {
      test: "exit 0",
      "test:ci": "exit 127",
      check: `${leaves("1 passed, 0 failed, 0 skipped")}; exit 1`,
    },
    "1 passed, 3 failed, 0 skipped",
  ],
])(".ci/run %s", async ([, suites, count]) => {
  const { code, output } = await runCi(suites);
  expect(output.trimEnd().split("\n").at(-1)).toBe(count);
  expect(code).toBe(/ 0 failed/.test(count) ? 0 : 1);
});

test.runIf(process.platform === "linux")(".ci/run tells the suites that this is CI", async () => {
  const check = 'test "$CI" = true && echo "1 passed, 0 failed, 0 skipped" > .tally/check';
  const { output } = await runCi({ test: "exit 0", "test:ci": "exit 0", check });
  expect(output).toContain("1 passed, 2 failed, 0 skipped");
});

/** Runs the script with an `npx` that plays the suites, where every Debian package is there already. */
async function runCi(suites: Suites): Promise<{ code: number; output: string }> {
  const cases = Object.entries(suites).map(([script, play]) => `${script}) name=\${3/:/-}; ${play} ;;`);
  const folder = temporaryFolder({
    ".ci/run": script,
    ".tally/.keep": "",
    "bin/npx": ["#!/usr/bin/env bash", "case $3 in", ...cases, "esac"].join("\n"),
    "bin/dpkg-query": "#!/usr/bin/env bash\necho 'install ok installed'\n",
  });
  for (const program of [".ci/run", "bin/npx", "bin/dpkg-query"]) chmodSync(join(folder, program), 0o755);
  const PATH = [join(folder, "bin"), process.env["PATH"]].join(delimiter);
  return await runCommand(["bash", ".ci/run"], { cwd: folder, env: { PATH } });
}
