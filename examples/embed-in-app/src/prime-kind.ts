import type { JobSpec } from "@icn-mesh/core";
import type { JobKindRule } from "@icn-mesh/runtime";
import { type CustomKind, defineKind } from "@icn-mesh/sandbox";
import * as z from "zod";

const params = z.strictObject({ label: z.literal("prime-check"), candidate: z.int().min(2).max(10_000_000) });

/** What submitters check before a job of this kind is taken in. */
export const primeRule: JobKindRule = { type: "generic", params };

/** How executors run it: by a function of their own, outside of the sandbox. */
export const primeKind: CustomKind = defineKind({
  kind: "generic/prime-check",
  params,
  async run({ params: { candidate } }) {
    const result = new TextEncoder().encode(isPrime(candidate) ? "prime" : "composite");
    const usage = { fuel: candidate, wallMs: 1, peakMemoryBytes: 0, outputBytes: result.length };
    return { outcome: { type: "ok", result, outputs: new Map() }, usage };
  },
});

/** A job of this kind. */
export function primeJob(candidate: number): JobSpec {
  return {
    kind: { type: "generic", params: { label: "prime-check", candidate } },
    inputs: [],
    outputs: [],
    resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
    limits: { fuel: 10_000_000, wallMs: 10_000, outputBytes: 1024 },
    requiredCapabilities: ["arithmetic"],
    allowedFederations: [],
    deterministic: true,
  };
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor++)
    if (candidate % divisor === 0) return false;
  return true;
}
