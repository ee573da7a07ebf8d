import type { Did, Job, NetworkId } from "@icn-mesh/core";

/** What one echo job differs in from another. */
export interface EchoJobOptions {
  readonly net: NetworkId;
  readonly by: Did;
  /** Makes the id differ from that of every other job with the same payload. */
  readonly nonce: Uint8Array;
  readonly createdAt: number;
  readonly payload: string;
}

/** The offer of an account to pay up to 10 mana for having its payload sent back. */
export function echoJob({ net, by, nonce, createdAt, payload }: EchoJobOptions): Job {
  return {
    t: "icn/job/1",
    net,
    by,
    via: null,
    nonce,
    hold: { account: by, seq: 0, index: 0 },
    unit: "mana",
    budget: 10n,
    pricing: { type: "fixed" },
    manifest: null,
    spec: {
      kind: { type: "echo", params: { payload } },
      inputs: [],
      outputs: [],
      resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
      limits: { fuel: 1_000_000, wallMs: 1000, outputBytes: 65_536 },
      requiredCapabilities: [],
      allowedFederations: [],
      deterministic: true,
    },
    lane: 1,
    priority: 128,
    createdAt,
    bidWindowMs: 10_000,
    acceptMs: 5000,
    maxExecutionMs: 300_000,
    retry: { maxAttempts: 3, maxRounds: 2, backoffMs: 1000 },
    verification: { type: "signature" },
    sealTo: null,
  };
}
