import { holdSlot } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import type { Ruling } from "../refusal.ts";
import { addAssignmentFact, addSettlementFact } from "./add-hold-fact.ts";
import { addDepositFact, addOperationFact } from "./add-operation-fact.ts";
import type { Applied } from "./applied.ts";
import type { Books } from "./books.ts";
import { createCreditBook } from "./credit-book.ts";
import type { LedgerView } from "./ledger-view.ts";
import { type MoneyFact, slotOfFact } from "./money-fact.ts";
import { createFlows, totalsOf } from "./totals.ts";

/** All that is certified, in memory, kept up by adding one fact after another. */
export interface Ledger extends LedgerView {
  /**
   * Adds what a certificate proves. A fact whose predecessors are missing still makes its holds and credits, since
   * the certificate stands for them; its chain moves on when it is added again after them. A refusal changes nothing
   * and means that guards certified what no honest guard could.
   */
  add(fact: MoneyFact): Ruling<Applied>;
}

/** An empty ledger of a federation. */
export function createLedger(federation: Federation): Ledger {
  const parts = {
    accounts: new Map(),
    holds: new Map(),
    holdOf: new Map(),
    credits: createCreditBook(),
    deposits: new Set<string>(),
    flows: createFlows(),
  } satisfies Omit<Books, "view">;
  const { accounts, holds, holdOf, credits } = parts as Omit<Books, "view">;
  const places = () => ({ accounts: accounts.values(), holds: holds.values(), credits: credits.all() });
  const view: LedgerView = {
    federation,
    account: (did) => accounts.get(did),
    credit: (slot, index) => credits.get(slot, index),
    hold: (id) => holds.get(holdSlot(id)),
    assignment: (cid) => holdOf.get(cid)?.assignments.get(cid),
    accounts: () => accounts.values(),
    holds: () => holds.values(),
    credits: (to) => (to === undefined ? credits.all() : credits.to(to)),
    totals: (unit) => totalsOf(unit, places(), parts.flows),
  };
  const books: Books = { ...parts, view };

  function add(fact: MoneyFact): Ruling<Applied> {
    switch (fact.type) {
      case "operation":
        return addOperationFact(books, fact);
      case "assignment":
        return addAssignmentFact(books, fact);
      case "deposit":
        return addDepositFact(books, fact.body, slotOfFact(fact));
      case "settlement":
        return addSettlementFact(books, fact.settlement);
    }
  }

  return { ...view, add };
}
