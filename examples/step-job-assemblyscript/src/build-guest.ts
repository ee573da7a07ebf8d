import { execFileSync } from "node:child_process";
import { argv, execPath } from "node:process";
import { fileURLToPath } from "node:url";

// Compiles the guest to ../life.wasm, or to the file that is named, with the compiler of ../../../interop.
const [, , file = pathOf("../life.wasm")] = argv;
const compiler = pathOf("../../../interop/assemblyscript/node_modules/assemblyscript/bin/asc.js");
const options = ["--config", "asconfig.json", "--outFile", file];
execFileSync(execPath, [compiler, ...options], { cwd: pathOf(".."), stdio: "inherit" });

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
