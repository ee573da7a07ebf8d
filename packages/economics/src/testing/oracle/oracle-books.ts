import type { Cid, Did } from "@icn-mesh/core";
import type { Federation } from "../../federation.ts";
import type { Totals } from "../../ledger/ledger-view.ts";
import { type MoneyFact, slotOfFact } from "../../ledger/money-fact.ts";
import { purseOf } from "./account-book.ts";
import { bookAssignment, bookSettlement } from "./book-hold.ts";
import { bookOperation } from "./book-operation.ts";
import { type AssignmentBook, type BookState, flow, type HoldBook, openCredit } from "./book-state.ts";
import type { Report } from "./violation.ts";

/** A second set of books over the certificates of a whole world, kept apart from the shipped ledger and by plainer means. */
export interface OracleBooks {
  readonly facts: readonly MoneyFact[];
  readonly holds: ReadonlyMap<string, HoldBook>;
  readonly assignments: ReadonlyMap<Cid, AssignmentBook>;
  /** Adds what was certified last; whatever no honest federation could have certified is reported. */
  add(fact: MoneyFact): void;
  /** Whether what a slot pays at an index was taken in. */
  isConsumed(slot: string, index: number): boolean;
  /** What there is of a unit, where it lies. */
  totals(unit: string): Totals;
}

/** What the books are kept by. */
export interface OracleBooksComponents {
  readonly federation: Federation;
  readonly members: ReadonlySet<Did>;
  readonly report: Report;
}

/** Empty books. */
export function createOracleBooks(components: OracleBooksComponents): OracleBooks {
  const facts: MoneyFact[] = [];
  const state: BookState = {
    ...components,
    accounts: new Map(),
    holds: new Map(),
    assignments: new Map(),
    credits: new Map(),
    flows: new Map(),
  };

  return {
    facts,
    holds: state.holds,
    assignments: state.assignments,
    add(fact) {
      facts.push(fact);
      book(state, fact);
      for (const { name } of components.federation.constitution.units) checkSum(state, name);
    },
    isConsumed: (slot, index) => state.credits.get(`${slot}#${index}`)?.isConsumed === true,
    totals: (unit) => totalsOf(state, unit),
  };
}

function book(state: BookState, fact: MoneyFact): void {
  switch (fact.type) {
    case "operation":
      bookOperation(state, fact);
      break;
    case "assignment":
      bookAssignment(state, fact);
      break;
    case "settlement":
      bookSettlement(state, fact.settlement);
      break;
    case "deposit": {
      const { account, unit, amount } = fact.body;
      flow(state, `minted ${unit}`, amount);
      openCredit(state, `${slotOfFact(fact)}#0`, { to: account, unit, amount, hold: undefined });
    }
  }
}

/** I-01. */
function checkSum(state: BookState, unit: string): void {
  const { minted, balances, held, credits, burned } = totalsOf(state, unit);
  const sum = balances + held + credits + burned;
  if (sum !== minted) state.report("I-01", `there are ${sum} of ${minted} ${unit}`);
}

function totalsOf({ accounts, holds, credits, flows }: BookState, unit: string): Totals {
  const add = (sum: bigint, amount: bigint) => sum + amount;
  const purses = [...accounts.values()].map((account) => purseOf(account, unit));
  const held = [...holds.values()].filter((hold) => hold.unit === unit && hold.closes === 0);
  const due = [...credits.values()].filter((credit) => credit.unit === unit && !credit.isConsumed);
  return {
    minted: flows.get(`minted ${unit}`) ?? 0n,
    balances: purses.map(({ grant, earned }) => grant + earned).reduce(add, 0n),
    held: held.map(({ amount, taken }) => amount - taken).reduce(add, 0n),
    credits: due.map(({ amount }) => amount).reduce(add, 0n),
    burned: flows.get(`burned ${unit}`) ?? 0n,
  };
}
