import { checkSteps } from "./check-steps.ts";
import { trackedFiles } from "./rules/tracked-files.ts";
import { root } from "./steps/root.ts";
import { runAndExit } from "./steps/run-and-exit.ts";

// `pnpm check` runs all; `pnpm check lint glossary` runs those whose names are given.
await runAndExit("check", checkSteps(trackedFiles(root)));
