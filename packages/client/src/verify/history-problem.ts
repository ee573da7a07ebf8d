import type { Cid } from "@icn-mesh/core";
import type { Finding } from "@icn-mesh/mesh";

/** What is wrong with what a node shows of a job. */
export type HistoryProblem =
  /** The CAR cannot be read, or lacks or mixes up a part. */
  | { readonly problem: "unreadable"; readonly detail: string }
  /** It is about another job, or comes from another federation. */
  | { readonly problem: "other-federation" | "other-job" }
  /** The history contradicts itself, or is badly signed. */
  | { readonly problem: "history"; readonly finding: Finding }
  /** A selection that nobody else would come to. */
  | { readonly problem: "selection"; readonly cid: Cid; readonly detail: string }
  /** What is shown as a certificate is none of this federation. */
  | { readonly problem: "certificate"; readonly detail: string }
  /** The job went on without a certified hold, or with one that is not enough. */
  | { readonly problem: "hold"; readonly detail: string }
  /** Somebody worked, or was paid, without what entitles to it. */
  | { readonly problem: "uncertified-assignment" | "paid-without-receipt"; readonly cid: Cid };
