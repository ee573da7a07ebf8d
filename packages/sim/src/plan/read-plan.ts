import { SimError } from "../errors.ts";
import { type SimPlan, simPlanSchema } from "./sim-plan.ts";

/** Reads a plan from JSON; throws `SIM_BAD_PLAN` for what is none of this version. */
export function readPlan(json: string): SimPlan {
  const parsed = simPlanSchema.safeParse(parseJson(json));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badPlan(`${issue?.path.join(".")}: ${issue?.message}`);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw badPlan(String(error));
  }
}

function badPlan(because: string): SimError {
  return new SimError("not a plan of this version", { code: "SIM_BAD_PLAN", because });
}
