import { execFileSync } from "node:child_process";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

// Compiles the program to ../word-count.wasm, or to the file that is named. On Debian 12 it takes the packages clang,
// lld, wasi-libc and libclang-rt-14-dev-wasm32.
const [, , file = fileURLToPath(new URL("../word-count.wasm", import.meta.url))] = argv;
const source = fileURLToPath(new URL("../guest/word-count.c", import.meta.url));
const flags = ["--target=wasm32-wasi", "-O2", "-Wall", "-Wextra", "-Werror", "-Wl,--strip-all"];
execFileSync("clang", [...flags, "-o", file, source], { stdio: "inherit" });
