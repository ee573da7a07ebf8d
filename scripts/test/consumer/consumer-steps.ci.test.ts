import { join } from "node:path";
import { expect, test } from "vitest";
import { consumerSteps } from "../../consumer/consumer-steps.ts";
import { runCommand } from "../../steps/run-command.ts";
import { temporaryFolder } from "../temporary-folder.ts";

// One Node is enough here, and this one is at hand.
const STEPS = [
  `consumer: imports on Node ${process.versions.node}`,
  "consumer: types, nodenext",
  "consumer: types, bundler",
  "consumer: types, browser",
  "consumer: browser bundle",
];

test("a sound package passes every step", async () => {
  const outcomes = await consume({
    code: "export const cup = 1;\n",
    types: "export declare const cup: 1;\n",
  });
  expect(outcomes).toEqual(Object.fromEntries(STEPS.map((name) => [name, "passed"])));
});

test("a package that cannot be loaded, whose types are wrong and that needs Node in browsers passes none", async () => {
  const outcomes = await consume({
    code: 'import { cwd } from "node:process";\n\nexport const cup = cwd().nothing.there;\n',
    types: 'import type { Tea } from "./tea.ts";\n\nexport declare const cup: Tea;\n',
  });
  expect(outcomes).toEqual(Object.fromEntries(STEPS.map((name) => [name, "failed"])));
});

interface Contents {
  readonly code: string;
  readonly types: string;
}

/** How each step ends for a package with this code and these types, by the name of the step. */
async function consume({ code, types }: Contents): Promise<Record<string, string>> {
  const manifest = {
    name: "@icn-mesh/core",
    version: "9.9.9",
    type: "module",
    exports: { ".": { types: "./index.d.ts", default: "./index.js" }, "./package.json": "./package.json" },
  };
  const folder = temporaryFolder({
    "package/package.json": JSON.stringify(manifest),
    "package/index.js": code,
    "package/index.d.ts": types,
  });
  const tarball = join(folder, "core.tgz");
  await runCommand(["tar", "-czf", tarball, "-C", folder, "package"]);
  const steps = consumerSteps({ folder: () => temporaryFolder({}), tarballs: () => [tarball] }).filter(
    ({ name }) => STEPS.includes(name),
  );
  const outcomes: Record<string, string> = {};
  for (const { name, run } of steps) outcomes[name] = (await run()).status;
  return outcomes;
}
