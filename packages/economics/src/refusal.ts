import type { Cid, Did, Refusal } from "@icn-mesh/core";
import type { Ballot } from "./certificate/ballot.ts";

/** Why guards, or the rules before them, did not do what was asked. Nothing has moved when one of these comes back. */
export type ManaRefusal =
  | { readonly code: "ECONOMICS_ABOVE_HOLD"; readonly free: bigint }
  | { readonly code: "ECONOMICS_AT_CAP" }
  | { readonly code: "ECONOMICS_BAD_AMOUNT"; readonly index: number }
  | { readonly code: "ECONOMICS_BAD_BYTES"; readonly refusal: Refusal }
  | { readonly code: "ECONOMICS_BAD_SIGNATURE"; readonly by: Did }
  | { readonly code: "ECONOMICS_BEHIND"; readonly slot: string }
  | { readonly code: "ECONOMICS_BELOW_MIN_BUDGET"; readonly min: bigint }
  | { readonly code: "ECONOMICS_BUSY" }
  | { readonly code: "ECONOMICS_CLAIM_OUT_OF_REACH" }
  | { readonly code: "ECONOMICS_CONTESTED"; readonly slot: string; readonly ballots: readonly Ballot[] }
  | { readonly code: "ECONOMICS_CREDIT_CONSUMED"; readonly slot: string; readonly index: number }
  | { readonly code: "ECONOMICS_FOREIGN"; readonly what: "network" | "epoch" }
  | { readonly code: "ECONOMICS_GUARD_REWOUND"; readonly slot: string }
  | { readonly code: "ECONOMICS_HOLD_CLOSED" }
  | { readonly code: "ECONOMICS_INSUFFICIENT"; readonly unit: string; readonly short: bigint }
  | { readonly code: "ECONOMICS_JOB_HELD" }
  | { readonly code: "ECONOMICS_NOT_A_GUARD"; readonly guard: Did }
  | { readonly code: "ECONOMICS_NOT_ACCEPTED" }
  | { readonly code: "ECONOMICS_NOT_CHARTER" }
  | { readonly code: "ECONOMICS_NOT_CONTESTED"; readonly slot: string }
  | { readonly code: "ECONOMICS_NOT_ELIGIBLE" }
  | { readonly code: "ECONOMICS_NOT_INDEPENDENT" }
  | { readonly code: "ECONOMICS_NOT_MANAGER" }
  | { readonly code: "ECONOMICS_NOT_MEMBER" }
  | { readonly code: "ECONOMICS_NOT_PARTY" }
  | { readonly code: "ECONOMICS_NOT_PAYEE" }
  | { readonly code: "ECONOMICS_NOT_YET"; readonly because: string; readonly retryInMs: number }
  | { readonly code: "ECONOMICS_NO_QUORUM"; readonly votes: number }
  | { readonly code: "ECONOMICS_PROMISED"; readonly ballot: number }
  | { readonly code: "ECONOMICS_SLOT_TAKEN"; readonly slot: string; readonly by: Cid | null }
  | { readonly code: "ECONOMICS_STALE"; readonly slot: string }
  | { readonly code: "ECONOMICS_STILL_OPEN" }
  | { readonly code: "ECONOMICS_UNKNOWN_ACCOUNT" }
  | { readonly code: "ECONOMICS_UNKNOWN_ASSIGNMENT" }
  | { readonly code: "ECONOMICS_UNREACHABLE"; readonly answered: number }
  | { readonly code: "ECONOMICS_VOTES_UNSORTED" }
  | { readonly code: "ECONOMICS_WRONG_BID" }
  | { readonly code: "ECONOMICS_WRONG_EPOCH"; readonly epoch: number }
  | { readonly code: "ECONOMICS_WRONG_EVIDENCE"; readonly because: string }
  | { readonly code: "ECONOMICS_WRONG_JOB" }
  | { readonly code: "ECONOMICS_WRONG_UNIT"; readonly unit: string };

/** The answer to something that may be refused. */
export type Ruling<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: ManaRefusal };

/** What was asked for. */
export function granted<Value>(value: Value): Ruling<Value> {
  return { ok: true, value };
}

/** Why it was not done. */
export function refused(refusal: ManaRefusal): { readonly ok: false; readonly refusal: ManaRefusal } {
  return { ok: false, refusal };
}
