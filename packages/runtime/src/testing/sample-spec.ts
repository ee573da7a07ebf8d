import type { JobSpec } from "@icn-mesh/core";

/** A small job that gives its payload back; change what a test is about. */
export function sampleSpec(changes: Partial<JobSpec> = {}): JobSpec {
  return {
    kind: { type: "echo", params: { payload: "hello" } },
    inputs: [],
    outputs: [],
    resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
    limits: { fuel: 1_000_000, wallMs: 1000, outputBytes: 4096 },
    requiredCapabilities: [],
    allowedFederations: [],
    deterministic: true,
    ...changes,
  };
}
