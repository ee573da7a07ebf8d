import type { Did } from "@icn-mesh/core";

/**
 * What a guest with the capability may ask of the mesh, always in the name of the job's own account. Answers may take
 * their time; the guest waits. A call that returns undefined was refused, and the guest sees the refusal.
 */
export interface HostCalls {
  /** Whom the guest acts for, and the only account that it may spend from. */
  readonly account: Did;
  /** How much mana the guest may spend in this run, by jobs that it submits and by `spendMana` together. */
  readonly allowance: bigint;
  /** Submits a job, given as JSON with `cost`, and answers with its id. */
  submitMeshJob(job: Uint8Array, cost: bigint): Promise<string | undefined>;
  /** Anchors a receipt, given as JSON, and answers with its CID. */
  anchorReceipt(receipt: Uint8Array): Promise<string | undefined>;
  /** The jobs that wait, as a JSON list. */
  pendingMeshJobs(): Promise<Uint8Array>;
  mana(account: Did): Promise<bigint>;
  /** True when the amount was spent. */
  spendMana(account: Did, amount: bigint): Promise<boolean>;
  reputation(account: Did): Promise<bigint>;
}
