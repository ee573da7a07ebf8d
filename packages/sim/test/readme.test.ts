import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const packageRoot = new URL("../", import.meta.url);

describe("README.md", () => {
  it("has a sample that prints what the page says", async () => {
    const [source, output] = sampleOf(await readFile(new URL("README.md", packageRoot), "utf8"));
    expect(await run(source)).toBe(output);
  });
});

/** The first block of TypeScript, and the block of text that comes after it. */
function sampleOf(page: string): readonly [source: string, output: string] {
  const [, source, output] = /^```ts\n(.*?)^```$.*?^```text\n(.*?)^```$/ms.exec(page) ?? [];
  if (source === undefined || output === undefined) throw new Error("the page has no sample with its output");
  return [source, output];
}

/** Runs a module as a user of the package would write it, and gives what it prints. */
async function run(source: string): Promise<string> {
  const command = ["--input-type=module-typescript", "--conditions=@icn-mesh/source", "--eval", source];
  const { stdout } = await promisify(execFile)(execPath, command, { cwd: fileURLToPath(packageRoot) });
  return stdout;
}
