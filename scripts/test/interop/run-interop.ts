import { join } from "node:path";
import { env } from "node:process";
import { expect } from "vitest";
import { pnpm } from "../../steps/pnpm.ts";
import { root } from "../../steps/root.ts";
import { runCommand } from "../../steps/run-command.ts";

/** Installs the project of this folder under `interop/` and runs its tests; skips where it cannot be installed. */
export async function runInterop(name: string, skip: (reason: string) => void): Promise<void> {
  const cwd = join(root, "interop", name);
  const installed = await runCommand(pnpm("install", "--frozen-lockfile"), { cwd });
  if (installed.code !== 0 && env["CI"] !== "true") {
    const reason = "it could not be installed";
    console.log(`skipped: ${name}: ${reason}`);
    skip(reason);
  }
  expect(installed).toMatchObject({ code: 0 });
  const run = await runCommand([join(cwd, "node_modules/.bin/vitest"), "run"], { cwd });
  expect(run, run.output).toMatchObject({ code: 0 });
}
