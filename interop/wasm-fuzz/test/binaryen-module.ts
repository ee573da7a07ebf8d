import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const WASM_OPT = fileURLToPath(new URL("../node_modules/binaryen/bin/wasm-opt", import.meta.url));
const FEATURES = ["simd", "bulk-memory", "multivalue", "sign-ext", "nontrapping-float-to-int"];

/** The module that binaryen's fuzzer makes of these bytes. */
export async function binaryenModule(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const folder = mkdtempSync(join(tmpdir(), "icn-mesh-wasm-fuzz-"));
  const [input, output] = [join(folder, "bytes"), join(folder, "module.wasm")];
  try {
    writeFileSync(input, bytes);
    const flags = [
      "-ttf",
      "--mvp-features",
      "--enable-mutable-globals",
      ...FEATURES.map((name) => `--enable-${name}`),
    ];
    await promisify(execFile)(process.execPath, [WASM_OPT, ...flags, input, "-o", output]);
    return new Uint8Array(readFileSync(output));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
