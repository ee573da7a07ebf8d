import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const packageRoot = new URL("../", import.meta.url);

const page = await readFile(new URL("README.md", packageRoot), "utf8");
const samples = [...page.matchAll(/^```ts\n(.*?)^```$.*?^```text\n(.*?)^```$/gms)].map(
  ([, source = "", output = ""]) => ({ source, output }),
);

it("has two samples", () => {
  expect(samples).toHaveLength(2);
});

it.each(samples)("shows in sample %# what it prints", async ({ source, output }) => {
  const command = ["--input-type=module-typescript", "--conditions=@icn-mesh/source", "--eval", source];
  const { stdout } = await promisify(execFile)(execPath, command, { cwd: fileURLToPath(packageRoot) });
  expect(stdout).toBe(output);
});
