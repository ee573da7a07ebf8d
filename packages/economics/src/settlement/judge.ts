import type {
  Assignment,
  Bid,
  Commit,
  Constitution,
  ExecutionReceipt,
  Job,
  Release,
  SettlementType,
  Signed,
} from "@icn-mesh/core";

/** A body and its name. Its signature, and who signed it, have been checked. */
export type KnownFact<Body> = Pick<Signed<Body>, "cid" | "body">;

/** The executor's signed word on an assignment, which side brought it to the guard, and when it was brought first. */
export interface ShownWord {
  readonly fact: KnownFact<ExecutionReceipt> | KnownFact<Release>;
  /** Whoever pays agrees to what it shows. An executor that is its own manager shows as an executor. */
  readonly isByPayer: boolean;
  readonly at: number;
}

/** One attempt at a result that several executors are asked for. */
export interface ShownReplica {
  readonly assignment: KnownFact<Assignment>;
  readonly commit: Commit | null;
  readonly receipt: KnownFact<ExecutionReceipt> | null;
  /** Settled: nothing more will come of it. */
  readonly isOver: boolean;
}

/** What a guard knows of one certified assignment. All times are of its own clock, in ms since the epoch. */
export interface WorkEvidence {
  readonly job: KnownFact<Job>;
  readonly assignment: KnownFact<Assignment>;
  readonly bid: KnownFact<Bid>;
  readonly terms: Pick<Constitution, "graceMs" | "marginMs">;
  readonly now: number;
  /** When the guard learnt of the assignment. */
  readonly knownSince: number;
  readonly shown: ShownWord | null;
  /** Whether the guard holds the blocks that the receipt names. */
  readonly holdsOutputs: boolean;
  /** All attempts at the same result, this one among them; null unless the job asks for a quorum. */
  readonly quorum: { readonly replicas: readonly ShownReplica[]; readonly revealed: boolean } | null;
}

/** The ways in which an attempt is settled; the end of a hold is none of them. */
export type WorkEnding = Exclude<SettlementType, "close">;

/** What becomes of the money of one assignment, or until when to wait, or that what was shown proves nothing. */
export type WorkVerdict =
  | {
      readonly verdict: "settle";
      readonly type: WorkEnding;
      readonly price: bigint;
      readonly because: string;
    }
  | { readonly verdict: "wait"; readonly until: number; readonly because: string }
  | { readonly verdict: "refuse"; readonly because: string };

/** Says what evidence of work is worth. Pure: guards who have seen the same at the same time agree. */
export type Judge = (evidence: WorkEvidence) => WorkVerdict;
