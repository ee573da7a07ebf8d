import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const NODES = ["node-1", "node-2", "node-3", "node-4", "node-5"];

it("carries its jobs over a killed executor and a liar, and its audit sees a changed byte in any store", async () => {
  const root = await mkdtemp(join(tmpdir(), "icn-mesh-example-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const run = await main("--once", "--data", root);
  expect(run).toMatchObject({
    code: 0,
    last: { jobs: 5, completed: 5, failed: 0, conserved: true, verified: true },
  });
  expect(run.said).toMatch(/long count +node-[2-5] is killed at/);
  expect(run.said).toMatch(/long count +node-[2-5] went on from [1-9]\d* %/);
  expect(run.said).toMatch(/^long count +node-[2-5] +\d+ +[2-9] .*counted in 40 steps/m);
  expect(run.said).toMatch(/^quorum +node-[2-4] node-[2-4] .*Echo: six times seven/m);
  expect(run.said).toMatch(/^aid +node-[2-4] .*Echo: you are welcome/m);
  expect(run.said).toContain("proven to a second process: echo, word count, quorum, aid");
  expect(await main("--audit", "--data", root)).toMatchObject({ code: 0, last: { verified: true } });
  for (const [at, name] of NODES.entries()) {
    const undo = await changeByte(join(root, name, "store", "segment-0000001"), at / (NODES.length - 1));
    const audit = await main("--audit", "--data", root);
    expect([name, audit.code, audit.last]).toMatchObject([name, 1, { verified: false }]);
    await undo();
  }
  expect(await main("--audit", "--json", "--data", root)).toMatchObject({ code: 0, said: "" });
}, 1_800_000);

interface Ending {
  readonly code: number | null;
  /** The line for programs. */
  readonly last: unknown;
  /** What it printed before. */
  readonly said: string;
}

async function main(...args: readonly string[]): Promise<Ending> {
  const child = spawn(execPath, ["--conditions=@icn-mesh/source", "--no-warnings", MAIN, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill());
  const code = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const lines = (await text(child.stdout)).trim().split("\n");
  const last = JSON.parse(lines.pop() ?? "null");
  return { code: await code, last, said: lines.join("\n") };
}

/** Changes a byte so far into a file, 0 for the first and 1 for the last one; gives back how to undo it. */
async function changeByte(path: string, where: number): Promise<() => Promise<void>> {
  const bytes = await readFile(path);
  const changed = Uint8Array.from(bytes);
  const at = Math.floor(where * (bytes.length - 1));
  changed[at] = changed[at]! ^ 1;
  await writeFile(path, changed);
  return () => writeFile(path, bytes);
}
