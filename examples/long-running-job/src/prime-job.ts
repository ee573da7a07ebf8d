import { Buffer } from "node:buffer";
import type { JobId, JobSpec } from "@icn-mesh/core";
import type { Node } from "@icn-mesh/node";
import { countPrimes } from "./count-primes.ts";

const LIMITS = { fuel: 1_000_000_000_000, wallMs: 600_000, outputBytes: 65_536 };
const BUDGET = 1000n;

/** Stores the module and submits the job. The spare is for a second attempt, which then waits for no money. */
export async function submitPrimeJob({ context }: Node): Promise<JobId> {
  const module = await context.putInput([Buffer.from(countPrimes.toString())]);
  const spec: JobSpec = {
    kind: { type: "javascript", params: null },
    inputs: [],
    outputs: [],
    resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
    limits: LIMITS,
    requiredCapabilities: [],
    allowedFederations: [],
    deterministic: true,
  };
  const options = {
    spare: BUDGET,
    bidWindowMs: 60_000,
    enoughBids: 1,
    acceptMs: 60_000,
    maxExecutionMs: LIMITS.wallMs,
    retry: { maxAttempts: 5, maxRounds: 8, backoffMs: 500 },
  };
  const submitted = await context.submitJob(module, spec, BUDGET, options);
  if (submitted.ok) return submitted.job;
  throw new Error(submitted.refusal.code);
}
