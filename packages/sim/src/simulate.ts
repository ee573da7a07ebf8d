import { drawPlan } from "./plan/draw-plan.ts";
import { type RunOptions, runPlan, type SimReport } from "./run-plan.ts";

/** What to simulate. The seed draws whatever is not said. */
export interface SimulateOptions extends RunOptions {
  readonly seed: number | string;
  readonly nodes?: number;
  readonly federations?: number;
  readonly workload?: {
    /** How many jobs there are. */
    readonly jobs?: number;
  };
  /** The kinds of faults that may come; `none` for a world without trouble. */
  readonly faults?: readonly string[] | "none";
  /** The dishonest that may come; `none` for a world of honest nodes. */
  readonly actors?: readonly string[] | "none";
}

/** Runs a whole network in virtual time, as its seed has it, and tells which promises it broke. */
export function simulate(options: SimulateOptions): Promise<SimReport> {
  const { seed, nodes, federations, workload, faults, actors } = options;
  const plan = drawPlan(`${seed}`, {
    ...(nodes !== undefined && { nodes }),
    ...(federations !== undefined && { federations }),
    ...(workload?.jobs !== undefined && { jobs: workload.jobs }),
    ...(faults !== undefined && { faults: faults === "none" ? [] : faults }),
    ...(actors !== undefined && { actors: actors === "none" ? [] : actors }),
  });
  return runPlan(plan, options);
}
