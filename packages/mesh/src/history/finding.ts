import type { Cid } from "@icn-mesh/core";
import type { Fork, Gap } from "./entry-chain.ts";
import type { RefusedEntry } from "./history-builder.ts";

/** What is wrong with somebody's copy of a history. */
export type Finding =
  | ({ readonly finding: "forked" } & Fork)
  | ({ readonly finding: "gap" } & Gap)
  | { readonly finding: "bad-signature" | "foreign-entry" | "missing-fact"; readonly cid: Cid }
  | ({ readonly finding: "refused" } & RefusedEntry)
  | { readonly finding: "bad-assignment"; readonly cid: Cid; readonly why: AssignmentFault }
  /** The job completed on a receipt that its verification policy does not accept. */
  | { readonly finding: "unproven-result"; readonly cid: Cid };

/** What an assignment says that its job, its bid, or the history before it contradicts. */
export type AssignmentFault =
  | "broken-hold-chain"
  | "other-executor"
  | "other-hold"
  | "other-price"
  | "other-round"
  | "over-budget"
  | "party-in-quorum"
  | "tried-before"
  | "unknown-bid";
