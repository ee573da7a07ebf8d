import type { Ballot } from "../certificate/ballot.ts";
import type { Proof } from "../certificate/proof.ts";
import type { ManaRefusal } from "../refusal.ts";

/** What a guard answers. */
export type GuardReply =
  /** Its vote. For a settlement it is for what the guard computed, whatever was hoped for. */
  | { readonly type: "vote"; readonly ballot: Ballot }
  /** The slot is filled already. */
  | { readonly type: "certified"; readonly proof: Proof }
  /** Its first vote for a slot of which it knows no certificate, with the bodies that it takes to use it. */
  | ({ readonly type: "voted"; readonly ballot: Ballot } & Pick<Proof, "body" | "terms">)
  | { readonly type: "refused"; readonly refusal: ManaRefusal }
  | { readonly type: "learnt" | "noted" }
  | { readonly type: "witnessed"; readonly proofs: readonly Proof[] }
  /** Its promise, and its vote of the highest ballot so far with the body that it is for. */
  | {
      readonly type: "promise";
      readonly voted: ({ readonly ballot: Ballot } & Pick<Proof, "body" | "terms">) | null;
    };

/** A refusal as a reply. */
export function refusal(value: ManaRefusal): GuardReply {
  return { type: "refused", refusal: value };
}
