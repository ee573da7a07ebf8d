import type { JobSpec } from "@icn-mesh/core";
import type { JobKindRule } from "@icn-mesh/runtime";
import * as z from "zod";
import type { JobPlan } from "../plan/sim-plan.ts";

const count = z.int().nonnegative();
const params = z.strictObject({ name: z.string(), workMs: count, steps: count });

/** What a job of the simulator asks for: to be worked on for so long, in so many steps, and to be answered with its name. */
export type SimParams = z.infer<typeof params>;

/** The kind of the simulator's own jobs, which need no guest. */
export const simKind: JobKindRule = { type: "sim", params };

/** The parameters of a job of that kind. */
export function readSimParams(value: unknown): SimParams {
  return params.parse(value);
}

/** What the only right answer to a job is. */
export function rightAnswer(name: string): Uint8Array {
  return new TextEncoder().encode(`done: ${name}`);
}

/** The work of a job in a plan. */
export function specOf(
  { name, workMs, steps }: Pick<JobPlan, "name" | "steps" | "workMs">,
  inputs: JobSpec["inputs"] = [],
): JobSpec {
  return {
    kind: { type: simKind.type, params: { name, workMs, steps } },
    inputs,
    outputs: [],
    resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
    limits: { fuel: 1_000_000, wallMs: 2 * workMs + 1_000, outputBytes: 4_096 },
    requiredCapabilities: [],
    allowedFederations: [],
    deterministic: true,
  };
}
