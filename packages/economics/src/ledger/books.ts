import type { Cid, Did } from "@icn-mesh/core";
import { creditKey } from "../money-slot.ts";
import type { AccountEntry } from "./account-entry.ts";
import type { CreditBook } from "./credit-book.ts";
import type { HoldEntry } from "./hold-entry.ts";
import type { Credit, LedgerView } from "./ledger-view.ts";
import type { Flows } from "./totals.ts";

/** What a ledger consists of, for the functions that add to it. */
export interface Books {
  readonly view: LedgerView;
  readonly accounts: Map<Did, AccountEntry>;
  readonly holds: Map<string, HoldEntry>;
  /** The hold of each assignment. */
  readonly holdOf: Map<Cid, HoldEntry>;
  readonly credits: CreditBook;
  readonly deposits: Set<string>;
  readonly flows: Flows;
}

/** Opens credits, unless their payees have taken them in already. */
export function openCredits({ accounts, credits }: Books, added: readonly Credit[]): void {
  for (const credit of added) {
    const key = creditKey(credit.slot, credit.index);
    if (!accounts.get(credit.to)?.consumed.has(key)) credits.open(credit);
  }
}

/** Makes holds known, unless they are, or their account has received them back. */
export function openHolds({ accounts, holds }: Books, added: ReadonlyMap<string, HoldEntry>): void {
  for (const [word, hold] of added) {
    const isPast = (accounts.get(hold.id.account)?.next ?? 0) > hold.id.seq;
    if (!isPast && !holds.has(word)) holds.set(word, hold);
  }
}

/** Forgets a hold that has been received back: its account's chain stands for it. */
export function dropHold({ holds, holdOf }: Books, word: string): void {
  for (const cid of holds.get(word)?.assignments.keys() ?? []) holdOf.delete(cid);
  holds.delete(word);
}
