import type { Bid, Cid, Embedded, Signed } from "@icn-mesh/core";
import type { AgreedLink, GuardReply, GuardRequest, LinkOffer, Proof } from "@icn-mesh/economics";

/** What an executor is asked to accept: nobody has signed it yet. */
export type UnsignedOffer = Pick<AgreedLink, "assignment" | "job" | "bid">;

/** What one side of a job says to the other, or to a guard. */
export type Question =
  /** With the results that a receipt names, so that the guard holds them. */
  | { readonly type: "guard"; readonly request: GuardRequest; readonly outputs: readonly Uint8Array[] }
  | { readonly type: "bid"; readonly job: Uint8Array; readonly round: number }
  | { readonly type: "offer"; readonly offer: UnsignedOffer; readonly proofs: readonly Proof[] }
  /** What was accepted, with the signature that the acceptance was for. */
  | { readonly type: "assigned"; readonly offer: LinkOffer }
  | { readonly type: "receipt"; readonly assignment: Cid; readonly receipt: Embedded };

/** What comes back; a `no` is an answer too. */
export type Answer =
  | { readonly type: "guard"; readonly reply: GuardReply }
  | { readonly type: "bid"; readonly bid: Signed<Bid> }
  | { readonly type: "acceptance"; readonly acceptance: Embedded }
  | { readonly type: "noted" | "no" };
