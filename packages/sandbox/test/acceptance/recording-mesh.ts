import { cidOf, type Did } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import type { HostCalls } from "../../src/host-calls.ts";

/** A mesh of one account that holds mana and jobs, and notes what was asked of it. */
export interface RecordingMesh {
  readonly account: Did;
  readonly hostCalls: HostCalls;
  /** What guests submitted and anchored, as text. */
  readonly jobs: string[];
  readonly receipts: string[];
  mana(): bigint;
}

/** A mesh whose account has so much mana, all of which a guest may spend. */
export function recordingMesh(mana: bigint, allowance: bigint = mana): RecordingMesh {
  const account = sampleDid(7);
  const jobs: string[] = [];
  const receipts: string[] = [];
  let left = mana;

  function spend(amount: bigint): boolean {
    if (amount > left) return false;
    left -= amount;
    return true;
  }

  return {
    account,
    jobs,
    receipts,
    mana: () => left,
    hostCalls: {
      account,
      allowance,
      submitMeshJob: async (job, cost) => (spend(cost) ? kept(jobs, job) : undefined),
      anchorReceipt: async (receipt) => kept(receipts, receipt),
      pendingMeshJobs: async () =>
        new TextEncoder().encode(JSON.stringify(jobs.map((job) => JSON.parse(job)))),
      mana: async () => left,
      spendMana: async (_, amount) => spend(amount),
      reputation: async () => BigInt(receipts.length),
    },
  };
}

/** Keeps bytes as text under their id. */
function kept(list: string[], bytes: Uint8Array): string {
  list.push(new TextDecoder().decode(bytes));
  return cidOf(bytes, "raw");
}
