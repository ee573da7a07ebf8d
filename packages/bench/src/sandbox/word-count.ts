import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WASI } from "node:wasi";

/** The C program of `examples/wasi-program`. */
export const wordCount: Uint8Array<ArrayBuffer> = new Uint8Array(
  readFileSync(new URL("../../../../examples/wasi-program/word-count.wasm", import.meta.url)),
);

/** A file of words to count and one for what is printed. */
export interface WordFiles {
  readonly words: string;
  readonly printed: string;
}

/** Writes a file of about 200 KB. */
export function createWordFiles(): WordFiles {
  const folder = mkdtempSync(join(tmpdir(), "icn-mesh-bench-"));
  const words = join(folder, "words");
  const text = Array.from({ length: 30_000 }, (_, index) => `word${(index * 7919) % 1_000}`).join(" ");
  writeFileSync(words, text);
  return { words, printed: join(folder, "printed") };
}

/** Counts the words of the file; `prepare` is handed the exports before the program starts. */
export function countWords(
  module: WebAssembly.Module,
  files: WordFiles,
  prepare: (exports: WebAssembly.Exports) => void,
): number {
  const stdin = openSync(files.words, "r");
  const stdout = openSync(files.printed, "w");
  try {
    const wasi = new WASI({
      version: "preview1",
      args: ["word-count", "5"],
      stdin,
      stdout,
      returnOnExit: true,
    });
    const instance = new WebAssembly.Instance(module, wasi.getImportObject() as WebAssembly.Imports);
    prepare(instance.exports);
    return wasi.start(instance);
  } finally {
    closeSync(stdin);
    closeSync(stdout);
  }
}
