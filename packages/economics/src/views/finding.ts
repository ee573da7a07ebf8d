/** The promises of the ledger, by the numbers under which the documentation lists them. */
export type Invariant =
  | "I-01" // conservation
  | "I-02" // no balance below zero
  | "I-03" // one outcome for each slot
  | "I-04" // a hold ends once
  | "I-05" // a credit is taken in once
  | "I-06" // no job costs more than its hold
  | "I-07" // what was shown in time does not lapse
  | "I-08" // regeneration only of members, once an epoch
  | "I-09" // nothing from another network
  | "signature"; // every certificate is one

/** A promise that is broken, and where. */
export interface Finding {
  readonly invariant: Invariant;
  readonly slot: string;
  readonly detail: string;
}

/** What an audit has seen and found. Without findings, everything that was seen is as it should be. */
export interface AuditReport {
  readonly findings: readonly Finding[];
  readonly facts: number;
  /** Slots that are named by what was seen, and were not seen themselves: totals are only right without them. */
  readonly missing: readonly string[];
}
