import type { Assignment, Bid, Cid, Did, Embedded, HoldId, Signed } from "@icn-mesh/core";
import type { sampleJob } from "@icn-mesh/economics/testing";

/** A job with its bytes. */
export type WrittenJob = ReturnType<typeof sampleJob>;

/** An attempt at a job as its creator wrote it down before signing anything. */
export interface Attempt {
  readonly bid: Signed<Bid>;
  readonly body: Assignment;
  readonly cid: Cid;
  receipt?: Embedded;
  isOver: boolean;
  isPaid?: boolean;
}

/** A job that somebody wants done, and how far it has come: a page of the creator's notebook. */
export interface Errand {
  readonly name: string;
  readonly unit: string;
  readonly amount: bigint;
  /** Whom to ask, in this order. */
  readonly executors: readonly Did[];
  /** What was written for a place that the hold may or may not have got. */
  readonly drafts: WrittenJob[];
  readonly attempts: Attempt[];
  held?: { readonly hold: HoldId; readonly job: WrittenJob };
  /** Why it does not go on. */
  last?: string;
  isDone: boolean;
}
