import type { Assignment, Cid, Commit, ExecutionReceipt } from "@icn-mesh/core";
import type { Fact } from "../history/fact.ts";
import type { FailureReason } from "../lifecycle/reasons.ts";

/** What is known of one attempt at a result. */
export interface Replica {
  readonly assignment: Fact<Assignment>;
  readonly commit: Commit | null;
  readonly receipt: Fact<ExecutionReceipt> | null;
  /** Given up or given back: nothing more will come of it. */
  readonly isOver: boolean;
}

/** Attempts at one result, side by side. */
export interface Replicas {
  readonly replicas: readonly Replica[];
  /** Whether the manager has shown all commits, after which replicas show their receipts. */
  readonly revealed: boolean;
}

/** What a verification policy says so far. Assignments are named by CID. */
export type VerificationStep =
  /** The result is good: these agree, and those said something else. */
  | { readonly step: "accept"; readonly agreed: readonly Cid[]; readonly outvoted: readonly Cid[] }
  /** There will be no good result. With a failure of the guest, `agreed` are those that saw it. */
  | {
      readonly step: "reject";
      readonly reason: FailureReason;
      readonly agreed: readonly Cid[];
      readonly outvoted: readonly Cid[];
    }
  /** Commits, then the manager's showing of them, then receipts. */
  | {
      readonly step: "wait";
      readonly for: "commits" | "reveal" | "receipts";
      readonly from: readonly Cid[];
    };

/** Decides from what is known whether a result is good; the same answer for replicas in any order. */
export type VerificationPolicy = (evidence: Replicas) => VerificationStep;

/** True if the receipt is the word of the assignment's executor on that assignment. */
export function isReceiptFor(
  { body }: Fact<ExecutionReceipt>,
  { cid, body: { executor } }: Fact<Assignment>,
): boolean {
  return body.assignment === cid && body.by === executor;
}
