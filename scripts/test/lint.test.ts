import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runCommand } from "../steps/run-command.ts";
import { cleanWorkspace, type Tree } from "./clean-workspace.ts";
import { lintPlants } from "./lint-plants.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** What adapters, tests and scripts may do although a package may not. */
const exceptions: Tree = {
  "packages/core/src/node/system.ts": `import { setTimeout } from "node:timers/promises";

/** Waits a little, by the clock of the system. */
export const pause = (): Promise<number> => setTimeout(Date.now() % performance.now(), 1);
`,
  "packages/core/src/platform/native.node.ts":
    'import { hash } from "node:crypto";\n\nexport const digest = hash;\n',
  "packages/network/src/libp2p/host.ts":
    'import type { Libp2p } from "@libp2p/interface";\n\nexport type Host = Libp2p;\n',
  "packages/network/package.json":
    '{ "name": "@icn-mesh/network", "dependencies": { "@libp2p/interface": "catalog:" } }',
  "packages/core/test/node/files.test.ts":
    'import { readdirSync } from "node:fs";\n\nexport const first = readdirSync("a")[0]!;\n',
  "scripts/main.ts": "console.log(process.env, Date.now());\n",
  "tool.config.ts": "export default {};\n",
};

const rules = Object.keys(lintPlants);
let errors: ReadonlyMap<string, readonly string[]>;

// All plants in one run: biome needs longer to start than to lint them.
beforeAll(async () => {
  errors = await lint(Object.assign({}, cleanWorkspace, exceptions, ...Object.values(lintPlants)));
});

test.for(rules)("biome refuses who breaks %s, in each of the planted ways", (rule) => {
  for (const path of Object.keys(lintPlants[rule] ?? {}))
    expect(errors.get(path), path).toEqual([`lint/${rule}`]);
});

test("biome lets the clean workspace pass, and the exceptions for adapters, tests and scripts", () => {
  for (const path of Object.keys({ ...cleanWorkspace, ...exceptions }))
    expect(errors.get(path), path).toBeUndefined();
});

test("every rule that biome.json asks for by name is planted", () => {
  const { linter, overrides } = JSON.parse(cleanWorkspace["biome.json"] ?? "");
  const settings = [{ linter }, ...overrides].flatMap((each) => Object.entries<object>(each.linter.rules));
  const named = settings.flatMap(([group, each]) =>
    Object.entries(each).flatMap(([rule, level]) =>
      group === "preset" || level === "off" ? [] : [`${group}/${rule}`],
    ),
  );
  expect(new Set(rules)).toEqual(new Set(named));
});

/** The rules that each file breaks. */
async function lint(tree: Tree): Promise<Map<string, string[]>> {
  const cwd = temporaryFolder({ ...tree, ".git/HEAD": "" });
  const report = join(cwd, "report.json");
  await runCommand(
    ["biome", "lint", "--reporter=json", `--reporter-file=${report}`, "--max-diagnostics=none"],
    { cwd },
  );
  const { diagnostics } = JSON.parse(readFileSync(report, "utf8"));
  const found = new Map<string, string[]>();
  for (const { category, severity, location } of diagnostics) {
    const known = found.get(location.path) ?? [];
    if (severity === "error" && !known.includes(category)) found.set(location.path, [...known, category]);
  }
  return found;
}
