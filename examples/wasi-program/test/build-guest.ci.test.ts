import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const example = fileURLToPath(new URL("..", import.meta.url));
/** What the bytes were made by: another compiler or library makes others, which do the same. */
const PACKAGES = {
  "clang-14": "1:14.0.6-12",
  "lld-14": "1:14.0.6-12",
  "libclang-rt-14-dev-wasm32": "1:14.0.6-12",
  "wasi-libc": "0.0~git20220510.9886d3d-2",
};

it("compiles to the bytes that stand in word-count.wasm", ({ skip }) => {
  const why = whyNot();
  if (why !== undefined) {
    console.log(`skipped: the guest of wasi-program: ${why}`);
    skip(why);
  }
  const folder = mkdtempSync(join(tmpdir(), "build-guest-"));
  try {
    const file = join(folder, "word-count.wasm");
    execFileSync(execPath, [join(example, "src/build-guest.ts"), file]);
    expect(readFileSync(file).equals(readFileSync(join(example, "word-count.wasm")))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 300_000);

/** Why the guest cannot be compiled here; undefined where it can. */
function whyNot(): string | undefined {
  const query = ["--show", ...Object.keys(PACKAGES)];
  const { error, stdout = "" } = spawnSync("dpkg-query", query, { encoding: "utf8" });
  if (error !== undefined) return "this is not Debian";
  const missing = Object.entries(PACKAGES).filter(
    ([name, version]) => !stdout.includes(`${name}\t${version}\n`),
  );
  return missing.length === 0 ? undefined : `not here: ${missing.map((pair) => pair.join(" ")).join(", ")}`;
}
