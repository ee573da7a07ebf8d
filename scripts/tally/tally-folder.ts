import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../steps/root.ts";
import { sumTallies, type Tally, tallyLine } from "./tally.ts";

/** Where suites leave their counts and `.ci/run` looks for them. */
export const TALLY_FOLDER = join(root, ".tally");

/** Leaves the count of a suite where `.ci/run` adds them up. */
export function writeTally(suite: string, tally: Tally, folder = TALLY_FOLDER): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, suite), `${tallyLine(tally)}\n`);
}

/** Forgets the count of the last run, so that a run that breaks off does not leave it as its own. */
export function clearTally(suite: string): void {
  rmSync(join(TALLY_FOLDER, suite), { force: true });
}

/** The count that the last run of a suite left; nothing if it broke off. */
export function readTally(suite: string): Tally {
  const file = join(TALLY_FOLDER, suite);
  if (!existsSync(file)) return sumTallies([]);
  const [passed = 0, failed = 0, skipped = 0] = (readFileSync(file, "utf8").match(/\d+/g) ?? []).map(Number);
  return { passed, failed, skipped };
}
