import type { Cid, CommitResult, Refusal } from "@icn-mesh/core";

/** What was asked for; or that it is not here, though it may exist elsewhere; or why the block is something else. */
export type Found<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: "missing"; readonly cid: Cid }
  | { readonly ok: false; readonly reason: "refused"; readonly cid: Cid; readonly refusal: BlockRefusal };

/** Why a block is not the value that was asked for: the gate of its codec says so, or its CID names plain bytes. */
export type BlockRefusal = Refusal | { readonly code: "DAG_NOT_A_RECORD" };

/** Somebody else moved a ref first: nothing was written, and `actual` is where the ref points now. */
export type LostRace = Extract<CommitResult, { readonly ok: false }>;
