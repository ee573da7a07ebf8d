/** A promise of the ledger that a run saw broken. */
export interface Violation {
  readonly invariant: string;
  readonly at: number;
  readonly detail: string;
}

/** Takes down that a promise is broken. */
export type Report = (invariant: string, detail: string) => void;
