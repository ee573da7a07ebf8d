import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const packageRoot = new URL("../", import.meta.url);

it("has a sample that prints what the page says", async () => {
  const page = await readFile(new URL("README.md", packageRoot), "utf8");
  const [, source, output] = /^```ts\n(.*?)^```$.*?^```text\n(.*?)^```$/ms.exec(page) ?? [];
  if (source === undefined || output === undefined) throw new Error("the page has no sample with its output");
  const command = ["--input-type=module-typescript", "--conditions=@icn-mesh/source", "--eval", source];
  const { stdout } = await promisify(execFile)(execPath, command, { cwd: fileURLToPath(packageRoot) });
  expect(stdout).toBe(output);
});
