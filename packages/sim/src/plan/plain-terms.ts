import type { JobPlan } from "./sim-plan.ts";

/** What there is to say about a job that one executor does in one go, and that nobody calls off. */
export const PLAIN_TERMS = {
  replicas: 0,
  spare: 0,
  steps: 0,
  cancelMs: null,
  inputOf: null,
} as const satisfies Partial<JobPlan>;
