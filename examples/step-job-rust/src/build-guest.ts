import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

// Compiles the guest to ../primes.wasm, or to the file that is named. The toolchain is that of guest/rust-toolchain.toml.
const [, , file = fileURLToPath(new URL("../primes.wasm", import.meta.url))] = argv;
const target = "wasm32-unknown-unknown";
const folder = mkdtempSync(join(tmpdir(), "primes-"));
try {
  const command = ["build", "--release", "--locked", "--target", target, "--target-dir", folder];
  execFileSync("cargo", command, { cwd: new URL("../guest/", import.meta.url), stdio: "inherit" });
  copyFileSync(join(folder, target, "release/primes.wasm"), file);
} finally {
  rmSync(folder, { recursive: true });
}
