import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A program of a page, and what the page says that it prints. */
export interface ReadmeSample {
  readonly source: string;
  readonly output: string;
}

/** Every block of TypeScript of a page with the block of text that comes after it. */
export async function readmeSamples(page: URL): Promise<ReadmeSample[]> {
  const text = await readFile(page, "utf8");
  const blocks = text.matchAll(/^```ts\n(.*?)^```$.*?^```text\n(.*?)^```$/gms);
  return Array.from(blocks, ([, source = "", output = ""]) => ({ source, output }));
}

/** Runs a program as a user of the package in `folder` would write it, and gives what it prints. */
export async function runSample(source: string, folder: URL): Promise<string> {
  const command = ["--input-type=module-typescript", "--conditions=@icn-mesh/source", "--eval", source];
  const { stdout } = await promisify(execFile)(execPath, command, { cwd: fileURLToPath(folder) });
  return stdout;
}
