import { cidOf } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { createLedger, federationOf, type Ledger, type MoneyFact, replay } from "@icn-mesh/economics";
import { ledgerContract, sampleConstitution } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";

const charter = sampleDid(9);
const federation = federationOf(sampleConstitution(charter, [charter]), cidOf(Uint8Array.of(0xa0)));
const open = () => createLedger(federation);

describe("a ledger", () => {
  it.each(ledgerContract)("$promise", ({ check }) => check({ ledger: open() }));
});

/** Starts anew from all that was added, whenever something is added. */
function forgetful(): Ledger {
  const facts: MoneyFact[] = [];
  let current = open();
  const read = <Key extends keyof Ledger>(key: Key) =>
    ((...asked: never[]) => (current[key] as (...all: never[]) => unknown)(...asked)) as Ledger[Key];
  return {
    federation,
    account: read("account"),
    credit: read("credit"),
    hold: read("hold"),
    assignment: read("assignment"),
    accounts: read("accounts"),
    holds: read("holds"),
    credits: read("credits"),
    totals: read("totals"),
    add(fact) {
      const added = current.add(fact);
      if (added.ok && added.value.type === "added") facts.push(fact);
      current = open();
      replay(current, facts);
      return added;
    },
  };
}

describe("a ledger that is replayed after each fact", () => {
  it.each(ledgerContract)("$promise", ({ check }) => check({ ledger: forgetful() }));
});

/** Ledgers that each break one promise. */
const broken: readonly { readonly what: string; readonly change: (ledger: Ledger) => Partial<Ledger> }[] = [
  {
    what: "mints what nobody deposited",
    change: (ledger) => ({ totals: (unit) => ({ ...ledger.totals(unit), minted: 1n }) }),
  },
  { what: "forgets who has how much", change: () => ({ account: () => undefined }) },
  { what: "knows no holds", change: () => ({ hold: () => undefined }) },
  {
    what: "takes everything for added",
    change: () => ({ add: () => ({ ok: true, value: { type: "added" } }) }),
  },
  { what: "refuses nothing, it says", change: refusesNothing },
];

function refusesNothing(ledger: Ledger): Partial<Ledger> {
  return {
    add(fact) {
      const added = ledger.add(fact);
      return added.ok ? added : { ok: true, value: { type: "known" } };
    },
  };
}

describe("the contract of ledgers", () => {
  it.each(broken)("is not kept by one that $what", async ({ change }) => {
    const failures: unknown[] = [];
    for (const { check } of ledgerContract) {
      const ledger = open();
      try {
        await check({ ledger: { ...ledger, ...change(ledger) } });
      } catch (error) {
        failures.push(error);
      }
    }
    expect(failures).not.toEqual([]);
  });
});
