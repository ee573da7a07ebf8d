import type {
  Amount,
  Assignment,
  Bid,
  Constitution,
  ExecutionReceipt,
  Job,
  Release,
  SettlementType,
} from "@icn-mesh/core";
import type { Fact } from "../history/fact.ts";
import type { ExecutorFailure, GuestFailure } from "../lifecycle/reasons.ts";
import type { Replicas } from "./replica.ts";

/** What a guard knows of one certified assignment. All times are of its own clock, in ms since the epoch. */
export interface Evidence {
  readonly job: Fact<Job>;
  readonly assignment: Fact<Assignment>;
  readonly bid: Fact<Bid>;
  readonly terms: Pick<Constitution, "graceMs" | "marginMs">;
  readonly now: number;
  /** When the guard learnt of the assignment. */
  readonly knownSince: number;
  readonly shown: Shown | null;
  /** Whether the guards hold the blocks that the receipt names. */
  readonly holdsOutputs: boolean;
  /** All attempts at the same result, this one among them; null unless the job asks for a quorum. */
  readonly quorum: Replicas | null;
}

/** The executor's signed word on the assignment, which side brought it to the guard, and when it was brought first. */
export interface Shown {
  readonly fact: Fact<ExecutionReceipt> | Fact<Release>;
  /** Whoever pays agrees to what it shows. An executor that is its own manager shows as an executor. */
  readonly isByPayer: boolean;
  readonly at: number;
}

/** What becomes of the money of one assignment. */
export type SettlementVerdict =
  /** The price goes to the executor, and the rest stays in the hold. */
  | {
      readonly verdict: "settle";
      readonly type: AttemptSettlement;
      readonly price: Amount;
      readonly because: SettledReason;
    }
  /** Ask again then, or when more is shown. */
  | { readonly verdict: "wait"; readonly until: number; readonly because: WaitReason }
  /** What was shown proves nothing. */
  | { readonly verdict: "refuse"; readonly because: RefusedReason };

/** The ways in which an attempt is settled; the end of a hold is none of them. */
export type AttemptSettlement = Exclude<SettlementType, "close">;

/** Why an attempt is settled as it is. */
export type SettledReason =
  | "delivered"
  | GuestFailure
  | ExecutorFailure
  | "given-back"
  | "outputs-missing"
  | "outvoted"
  | "own-account"
  | "unclaimed";

/** What a verdict waits for. */
export type WaitReason = "claim" | "grace" | "outputs" | "quorum";

/** What is wrong with the evidence. */
export type RefusedReason =
  | "bad-duration"
  | "not-committed"
  | "other-assignment"
  | "other-bid"
  | "other-executor"
  | "part-of-too-much"
  | "part-unconfirmed";
