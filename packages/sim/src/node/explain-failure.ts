import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawPlan } from "../plan/draw-plan.ts";
import { shrinkPlan } from "../plan/shrink-plan.ts";
import type { SimPlan } from "../plan/sim-plan.ts";
import type { FailedSeed } from "../report/batch-result.ts";
import type { Failure } from "../report/print-failure.ts";
import { runPlan } from "../run-plan.ts";

/** Where small plans are written, and how long they are looked for. */
export interface ExplainOptions {
  readonly folder: string;
  readonly forMs: number;
}

/** Plays a failed seed again, makes its plan smaller, and writes that down. */
export async function explainFailure(
  { seed, hash, violations }: FailedSeed,
  { folder, forMs }: ExplainOptions,
): Promise<Failure> {
  const until = performance.now() + forMs;
  const first = drawPlan(seed);
  const again = await runPlan(first);
  const broken = violations[0]?.invariant;
  const breaks = async (plan: SimPlan) =>
    (await runPlan(plan)).violations.some(({ invariant }) => invariant === broken);
  const { plan, tried } = await shrinkPlan(first, { breaks, isOver: () => performance.now() > until });
  const report = await runPlan(plan);
  const file = join(folder, `${broken}-${report.hash.slice(0, 8)}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(plan, undefined, 2)}\n`);
  const command = `pnpm sim --seed ${seed}${commit()}`;
  return { report, command, file, tried, isDeterministic: again.hash === hash };
}

/** Which sources it was seen with, as a comment behind the command. */
function commit(): string {
  try {
    return ` # at ${execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim()}`;
  } catch {
    return ""; // not a checkout
  }
}
