import type { Assignment, Cid, Did, HoldId, JobId, Settlement } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";

/** What an account has of one unit: `grant` regenerates and pays for work only, `earned` was received and can be given. */
export interface Balance {
  readonly grant: bigint;
  readonly earned: bigint;
}

/** What an account put into a hold, and how much of it was grant. */
export interface Held {
  readonly job: JobId;
  readonly unit: string;
  readonly amount: bigint;
  readonly grant: bigint;
}

/** An account after the certified part of its chain. It follows from that chain alone. */
export interface Account {
  readonly did: Did;
  /** The number of its next operation. */
  readonly next: number;
  /** The body of its last operation. */
  readonly head: Cid | null;
  readonly balances: ReadonlyMap<string, Balance>;
  /** The epoch that it regenerated in last; −1 before the first. */
  readonly regenerated: number;
  /** Grant that lies in holds and has not been received back. */
  readonly heldGrant: bigint;
  /** Its holds whose rest has not been received back, by `holdSlot`. */
  readonly held: ReadonlyMap<string, Held>;
  /** The jobs of those holds. */
  readonly heldJobs: ReadonlySet<JobId>;
  /** The credits that it took in, by `creditKey`. */
  readonly consumed: ReadonlySet<string>;
}

/** An amount that a certificate pays out and nobody has taken in. */
export interface Credit {
  readonly slot: string;
  readonly index: number;
  readonly to: Did;
  readonly unit: string;
  readonly amount: bigint;
  /** The hold of which this is the rest. */
  readonly restOf?: string;
}

/** A certified assignment, and how it was settled. */
export interface CertifiedAssignment {
  readonly cid: Cid;
  readonly body: Assignment;
  readonly settlement: Settlement | undefined;
}

/** A certified hold after the certified part of its chain. */
export interface Hold {
  readonly id: HoldId;
  readonly job: JobId;
  readonly unit: string;
  readonly amount: bigint;
  readonly expiresAt: number;
  /** The number of the next link. */
  readonly next: number;
  /** The body of the last link. */
  readonly head: Cid | null;
  /** Prices of open assignments, and what the settled ones took. */
  readonly committed: bigint;
  /** Assignments that are not settled. */
  readonly open: number;
  readonly closed: boolean;
  readonly assignments: ReadonlyMap<Cid, CertifiedAssignment>;
}

/** How much came from where and lies where, of one unit. All but `minted` add up to `minted`. */
export interface Totals {
  readonly minted: bigint;
  readonly balances: bigint;
  readonly held: bigint;
  /** Paid out by certificates and not yet received. */
  readonly credits: bigint;
  readonly burned: bigint;
}

/** What is certified, for who decides and who looks. */
export interface LedgerView {
  readonly federation: Federation;
  account(did: Did): Account | undefined;
  credit(slot: string, index: number): Credit | undefined;
  hold(id: HoldId): Hold | undefined;
  assignment(cid: Cid): CertifiedAssignment | undefined;
  accounts(): Iterable<Account>;
  holds(): Iterable<Hold>;
  /** All credits, or those of one payee. */
  credits(to?: Did): Iterable<Credit>;
  totals(unit: string): Totals;
}
