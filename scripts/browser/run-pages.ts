import { join } from "node:path";
import { root } from "../steps/root.ts";
import type { Outcome } from "../steps/step.ts";
import { suiteOutcome } from "../steps/suite-outcome.ts";

const PROJECT = join(root, "interop/browser");

/** Opens the pages of the examples in headless Chromium; the project has to be installed. */
export function runPages(): Promise<Outcome> {
  const vitest = join(PROJECT, "node_modules/.bin/vitest");
  return suiteOutcome("pages", [vitest, "run", "--config", "vitest.pages.config.ts"], { cwd: PROJECT });
}
