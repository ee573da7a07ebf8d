import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { expect, it } from "vitest";
import { pnpm } from "../../steps/pnpm.ts";
import { root } from "../../steps/root.ts";
import { runCommand } from "../../steps/run-command.ts";

const compiler = join(root, "interop/assemblyscript");
const example = join(root, "examples/step-job-assemblyscript");

it("compiles the AssemblyScript example to the bytes that stand in life.wasm", async ({ skip }) => {
  const installed = await runCommand(pnpm("install", "--frozen-lockfile"), { cwd: compiler });
  if (installed.code !== 0 && env["CI"] !== "true") {
    const reason = "its compiler could not be installed";
    console.log(`skipped: the guest of step-job-assemblyscript: ${reason}`);
    skip(reason);
  }
  expect(installed).toMatchObject({ code: 0 });
  const folder = mkdtempSync(join(tmpdir(), "life-"));
  try {
    const file = join(folder, "life.wasm");
    const built = await runCommand([execPath, join(example, "src/build-guest.ts"), file]);
    expect(built).toMatchObject({ code: 0 });
    expect(readFileSync(file).equals(readFileSync(join(example, "life.wasm")))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 300_000);
