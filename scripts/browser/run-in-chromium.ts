import { join } from "node:path";
import { pnpm } from "../steps/pnpm.ts";
import { root } from "../steps/root.ts";
import { runCommand } from "../steps/run-command.ts";
import type { Outcome } from "../steps/step.ts";
import { suiteOutcome } from "../steps/suite-outcome.ts";
import { findChromium } from "./find-chromium.ts";

const PROJECT = join(root, "interop/browser");

/** Runs the tests of the browser-safe packages in headless Chromium. */
export async function runInChromium(): Promise<Outcome> {
  if (findChromium() === undefined)
    return { status: "skipped", reason: "no Chromium here; set CHROMIUM to one" };
  const { code, output } = await runCommand(pnpm("install", "--frozen-lockfile"), { cwd: PROJECT });
  if (code !== 0) return { status: "failed", output };
  return suiteOutcome("browser", [join(PROJECT, "node_modules/.bin/vitest"), "run"], { cwd: PROJECT });
}
