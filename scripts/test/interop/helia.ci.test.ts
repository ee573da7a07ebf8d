import { join } from "node:path";
import { env } from "node:process";
import { expect, it } from "vitest";
import { pnpm } from "../../steps/pnpm.ts";
import { root } from "../../steps/root.ts";
import { runCommand } from "../../steps/run-command.ts";

const project = join(root, "interop/helia");

it("exchanges files and records with helia, over a CAR and over bitswap", async ({ skip }) => {
  const installed = await runCommand(pnpm("install", "--frozen-lockfile"), { cwd: project });
  if (installed.code !== 0 && env["CI"] !== "true") {
    const reason = "it could not be installed";
    console.log(`skipped: helia: ${reason}`);
    skip(reason);
  }
  expect(installed).toMatchObject({ code: 0 });
  const run = await runCommand([join(project, "node_modules/.bin/vitest"), "run"], { cwd: project });
  expect(run, run.output).toMatchObject({ code: 0 });
}, 300_000);
