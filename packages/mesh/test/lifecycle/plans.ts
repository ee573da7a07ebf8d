import type { JobPlan } from "@icn-mesh/mesh";

/** One executor, whose word is believed. */
export const signaturePlan: JobPlan = {
  replicas: 1,
  agree: 1,
  commits: false,
  maxAttempts: 2,
  maxRounds: 2,
  backoffMs: 1000,
  bidWindowMs: 10_000,
  acceptMs: 5000,
  maxExecutionMs: 300_000,
};

/** Two replicas that must agree. */
export const quorumPlan: JobPlan = { ...signaturePlan, replicas: 2, agree: 2, commits: true };

/** Two replicas, of which one is enough. */
export const halfPlan: JobPlan = { ...quorumPlan, agree: 1, maxAttempts: 1, maxRounds: 1 };
