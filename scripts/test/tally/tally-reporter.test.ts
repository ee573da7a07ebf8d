import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { root } from "../../steps/root.ts";
import { runCommand } from "../../steps/run-command.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const reporter = pathToFileURL(join(root, "scripts/tally/tally-reporter.ts")).href;

test("a run ends with its count, in which a file that does not load has failed, and leaves the count", async () => {
  const cwd = temporaryFolder({
    "vitest.config.ts": `import { tallyReporter } from "${reporter}";

export default { test: { reporters: ["default", tallyReporter("unit", "tallies")] } };
`,
    "mixed.test.ts": `import { expect, test } from "vitest";

test("a", () => {});
test("b", () => {});
test("c", () => expect(1).toBe(2));
test.skip("d", () => {});
`,
    "broken.test.ts": 'throw new Error("broken");\n',
  });
  symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"), "junction");
  const { code, output } = await runCommand(["vitest", "run"], { cwd });
  expect(code).toBe(1);
  expect(output.trimEnd().split("\n").at(-1)).toBe("2 passed, 2 failed, 1 skipped");
  expect(readFileSync(join(cwd, "tallies/unit"), "utf8")).toBe("2 passed, 2 failed, 1 skipped\n");
});
