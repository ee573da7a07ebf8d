import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const example = fileURLToPath(new URL("..", import.meta.url));
const guest = join(example, "guest");

it("compiles to the bytes that stand in primes.wasm", ({ skip }) => {
  const why = whyNot();
  if (why !== undefined) {
    console.log(`skipped: the guest of step-job-rust: ${why}`);
    skip(why);
  }
  const folder = mkdtempSync(join(tmpdir(), "build-guest-"));
  try {
    const file = join(folder, "primes.wasm");
    execFileSync(execPath, [join(example, "src/build-guest.ts"), file]);
    expect(readFileSync(file).equals(readFileSync(join(example, "primes.wasm")))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 300_000);

/** Why the guest cannot be compiled here; undefined where it can. */
function whyNot(): string | undefined {
  const [, wanted] = readFileSync(join(guest, "rust-toolchain.toml"), "utf8").match(/channel = "(.+)"/)!;
  const version = rustc("--version");
  if (version === undefined) return "no rustc here";
  if (!version.startsWith(`rustc ${wanted} `)) return `${version.trim()} instead of ${wanted}`;
  const library = rustc("--print", "target-libdir", "--target", "wasm32-unknown-unknown");
  return library !== undefined && existsSync(library.trim()) ? undefined : "no standard library for wasm32";
}

function rustc(...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync("rustc", args, { cwd: guest, encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}
