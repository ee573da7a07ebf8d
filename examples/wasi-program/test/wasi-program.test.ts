import { execFile } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { WASI } from "node:wasi";
import { afterAll, beforeAll, expect, it } from "vitest";

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wasi-program-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

it.each(["../guest/word-count.c", "../README.md"])(
  "prints of %s what it prints outside the sandbox",
  async (relative) => {
    const printed = await run(pathOf(relative));
    const [words, used] = printed.split("used ");
    expect(words).toBe(printedOutside(pathOf(relative)));
    expect(used).toMatch(
      /^\d+ units of fuel and \d+ bytes of memory\nask for \{"fuel":\d+,"wallMs":\d+,"outputBytes":\d+\}\n$/,
    );
  },
  60_000,
);

it("prints of its own source what the README says", async () => {
  const readme = readFileSync(pathOf("../README.md"), "utf8");
  const withoutTime = (text = "") => text.replace(/"wallMs":\d+/, "");
  expect(withoutTime(readme.match(/```text\n(.+?)```/s)?.[1])).toBe(
    withoutTime(await run(pathOf("../guest/word-count.c"))),
  );
}, 60_000);

it("counts nothing in an empty file", async () => {
  const empty = join(folder, "empty");
  writeFileSync(empty, "");
  expect(await run(empty)).toMatch(/^0 words, 0 different\nused /);
}, 60_000);

async function run(file: string): Promise<string> {
  const command = ["--conditions=@icn-mesh/source", pathOf("../src/main.ts"), file];
  return (await promisify(execFile)(execPath, command)).stdout;
}

/** The same module under the implementation of WASI that comes with Node. */
function printedOutside(file: string): string {
  const [stdin, stdout] = [openSync(file, "r"), openSync(join(folder, "stdout"), "w")];
  const wasi = new WASI({ version: "preview1", args: ["guest", "5"], stdin, stdout, returnOnExit: true });
  const module = new WebAssembly.Module(readFileSync(pathOf("../word-count.wasm")));
  wasi.start(new WebAssembly.Instance(module, wasi.getImportObject() as WebAssembly.Imports));
  closeSync(stdin);
  closeSync(stdout);
  return readFileSync(join(folder, "stdout"), "utf8");
}
