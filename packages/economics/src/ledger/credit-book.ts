import type { Did } from "@icn-mesh/core";
import { creditKey } from "../money-slot.ts";
import type { Credit } from "./ledger-view.ts";

/** The credits that nobody has taken in. Those of one payee are found without a look at any other. */
export interface CreditBook {
  get(slot: string, index: number): Credit | undefined;
  open(credit: Credit): void;
  /** Forgets a credit that was taken in. */
  close(slot: string, index: number): void;
  all(): Iterable<Credit>;
  to(payee: Did): Iterable<Credit>;
}

/** No credits yet. */
export function createCreditBook(): CreditBook {
  const all = new Map<string, Credit>();
  const byPayee = new Map<Did, Map<string, Credit>>();
  return {
    get: (slot, index) => all.get(creditKey(slot, index)),
    open(credit) {
      const { to, slot, index } = credit;
      const key = creditKey(slot, index);
      all.set(key, credit);
      const theirs = byPayee.get(to) ?? new Map<string, Credit>();
      byPayee.set(to, theirs.set(key, credit));
    },
    close(slot, index) {
      const key = creditKey(slot, index);
      const credit = all.get(key);
      if (credit === undefined) return;
      all.delete(key);
      const theirs = byPayee.get(credit.to);
      theirs?.delete(key);
      if (theirs?.size === 0) byPayee.delete(credit.to);
    },
    all: () => all.values(),
    to: (payee) => byPayee.get(payee)?.values() ?? [],
  };
}
