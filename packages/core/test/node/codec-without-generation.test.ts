import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("codec-program.ts", import.meta.url));

it("writes and reads the same bytes where code generation is forbidden", async () => {
  const [free, ...freely] = await linesOf();
  const [forbidden, ...interpreted] = await linesOf("--disallow-code-generation-from-strings");
  expect([free, forbidden]).toEqual(["true", "false"]);
  expect(interpreted).toEqual(freely);
  expect(freely).not.toContain("refused");
});

async function linesOf(...flags: readonly string[]): Promise<readonly string[]> {
  const argv = [...flags, "--conditions=@icn-mesh/source", program];
  const { stdout } = await promisify(execFile)(process.execPath, argv);
  return stdout.trim().split("\n");
}
