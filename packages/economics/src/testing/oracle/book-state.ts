import type { Assignment, Cid, Did, Settlement } from "@icn-mesh/core";
import type { Federation } from "../../federation.ts";
import type { AccountBook } from "./account-book.ts";
import type { Report } from "./violation.ts";

/** A hold as certificates leave it. */
export interface HoldBook {
  readonly account: Did;
  readonly unit: string;
  readonly amount: bigint;
  /** How much of it was grant. */
  readonly grant: bigint;
  next: number;
  taken: bigint;
  closes: number;
  isReceivedBack: boolean;
  /** Prices of what is not settled. */
  readonly open: Map<Cid, bigint>;
}

/** What a certificate pays. */
export interface CreditBook {
  readonly to: Did;
  readonly unit: string;
  readonly amount: bigint;
  /** The hold of which this is the rest. */
  readonly hold: HoldBook | undefined;
  isConsumed: boolean;
}

/** A certified assignment, with the hold that pays for it. */
export interface AssignmentBook {
  readonly body: Assignment;
  readonly hold: HoldBook;
  settlement: Settlement | undefined;
}

/** All that the oracle's books consist of. */
export interface BookState {
  readonly federation: Federation;
  readonly members: ReadonlySet<Did>;
  readonly report: Report;
  readonly accounts: Map<Did, AccountBook>;
  readonly holds: Map<string, HoldBook>;
  readonly assignments: Map<Cid, AssignmentBook>;
  readonly credits: Map<string, CreditBook>;
  /** What was minted and burned, by unit, and minted by epoch. */
  readonly flows: Map<string, bigint>;
}

/** Adds to one of the sums. */
export function flow({ flows }: BookState, name: string, amount: bigint): void {
  flows.set(name, (flows.get(name) ?? 0n) + amount);
}

/** Makes a credit known; a second one at its place is reported. */
export function openCredit(
  { credits, report }: BookState,
  place: string,
  credit: Omit<CreditBook, "isConsumed">,
): void {
  if (credits.has(place)) report("I-05", `${place} is paid twice`);
  credits.set(place, { ...credit, isConsumed: false });
}
