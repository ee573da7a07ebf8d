import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

it("carries its jobs over a killed executor and a liar, and its audit sees a changed byte in any store", async () => {
  const root = await mkdtemp(join(tmpdir(), "icn-mesh-example-"));
  try {
    const run = await main("--once", "--json", "--data", root);
    expect(run).toEqual({
      code: 0,
      last: { jobs: 4, completed: 4, failed: 0, conserved: true, verified: true },
    });
    expect(await main("--audit", "--data", root)).toMatchObject({ code: 0, last: { verified: true } });
    await changeByte(join(root, "node-3", "store"));
    expect(await main("--audit", "--data", root)).toMatchObject({ code: 1, last: { verified: false } });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

/** Runs the example; how it ended, and its last line. */
async function main(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly last: unknown }> {
  const child = spawn(execPath, ["--conditions=@icn-mesh/source", "--no-warnings", MAIN, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const code = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const lines = (await text(child.stdout)).trim().split("\n");
  return { code: await code, last: JSON.parse(lines.at(-1) ?? "null") };
}

/** Changes a byte in the middle of the largest file. */
async function changeByte(directory: string): Promise<void> {
  const names = await readdir(directory, { recursive: true });
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(directory, name), info: await stat(join(directory, name)) })),
  );
  const [largest] = files.filter(({ info }) => info.isFile()).toSorted((a, b) => b.info.size - a.info.size);
  const bytes = await readFile(largest!.path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = bytes[at]! ^ 1;
  await writeFile(largest!.path, bytes);
}
