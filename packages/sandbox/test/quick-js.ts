import { readFileSync } from "node:fs";

/** The module that JavaScript runs in. */
export function quickJs(): Uint8Array {
  return readFileSync(new URL(import.meta.resolve("quickjs-wasi/quickjs.wasm")));
}
