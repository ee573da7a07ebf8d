import { type Cid, cidOf, type Did, type HoldId, holdSlot, type JobId } from "@icn-mesh/core";
import { assertEqual, assertThat, type Contract, sampleDid } from "@icn-mesh/core/testing";
import type { Applied } from "../ledger/applied.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type MoneyFact, slotOfFact } from "../ledger/money-fact.ts";
import type { Ruling } from "../refusal.ts";
import { sampleClose, sampleDeposit, sampleLink, sampleOperation, sampleSettlement } from "./sample-chain.ts";

/** An empty ledger of a federation with the rules of `sampleConstitution`. */
export interface LedgerSubject {
  readonly ledger: Ledger;
}

const creator = sampleDid(1);
const executor = sampleDid(2);
const job = cidOf(new TextEncoder().encode("a job")) as string as JobId;
const hold: HoldId = { account: creator, seq: 1, index: 0 };

/** All that a `Ledger` promises, whatever it keeps its accounts in. */
export const ledgerContract: Contract<LedgerSubject> = [
  {
    promise: "begins with nothing",
    check({ ledger }) {
      assertEqual(totalsOf(ledger), [0n, 0n, 0n, 0n, 0n], "totals");
      assertEqual(ledger.account(creator), undefined, "account");
    },
  },
  {
    promise: "counts what was deposited once, as due to its account, and then as what it has",
    check({ ledger }) {
      const deposit = sampleDeposit(ledger, creator, { amount: 1000n });
      assertEqual(wordsOf([ledger.add(deposit), ledger.add(deposit)]), ["added", "known"], "deposits");
      assertEqual(totalsOf(ledger), [1000n, 0n, 0n, 1000n, 0n], "totals");
      receive(ledger, creator, slotOfFact(deposit));
      assertEqual(totalsOf(ledger), [1000n, 1000n, 0n, 0n, 0n], "totals");
    },
  },
  {
    promise: "takes in a credit once",
    check({ ledger }) {
      const slot = give(ledger, 1000n);
      const again = sampleOperation(ledger, creator, [{ type: "receive", slot, index: 0 }]);
      assertEqual(wordsOf([ledger.add(again)]), ["ECONOMICS_CREDIT_CONSUMED"], "second time");
    },
  },
  {
    promise: "refuses what cannot be paid, and does not move for it",
    check({ ledger }) {
      give(ledger, 1000n);
      const before = totalsOf(ledger);
      const transfer = { type: "transfer", to: executor, unit: "mana" } as const;
      const tries = [
        sampleOperation(ledger, creator, [{ ...transfer, amount: 1001n }]),
        sampleOperation(ledger, creator, [
          { ...transfer, amount: 600n },
          { ...transfer, amount: 600n },
        ]),
        sampleOperation(ledger, creator, [{ ...transfer, amount: 0n }]),
        sampleOperation(ledger, creator, [{ ...transfer, unit: "gold", amount: 1n }]),
      ];
      assertEqual(
        wordsOf(tries.map((fact) => ledger.add(fact))),
        ["ECONOMICS_INSUFFICIENT", "ECONOMICS_INSUFFICIENT", "ECONOMICS_BAD_AMOUNT", "ECONOMICS_WRONG_UNIT"],
        "refusals",
      );
      assertEqual(totalsOf(ledger), before, "totals");
      assertEqual(ledger.account(creator)?.next, 1, "number of the next operation");
    },
  },
  {
    promise: "conserves what there is from the hold to the rest that comes back",
    check({ ledger }) {
      give(ledger, 1000n);
      place(ledger, 100n);
      assertEqual(totalsOf(ledger), [1000n, 900n, 100n, 0n, 0n], "held");
      const { cid } = assign(ledger, 80n);
      add(ledger, sampleSettlement(cid, { to: executor, taken: 80n, paid: 79n }));
      assertEqual(totalsOf(ledger), [1000n, 900n, 20n, 79n, 1n], "paid");
      const close = sampleClose(ledger, hold);
      add(ledger, close);
      assertEqual(totalsOf(ledger), [1000n, 900n, 0n, 99n, 1n], "closed");
      receive(ledger, creator, slotOfFact(close));
      assertEqual(totalsOf(ledger), [1000n, 920n, 0n, 79n, 1n], "received");
    },
  },
  {
    promise: "ends a hold once, and forgets it when its rest was received",
    check({ ledger }) {
      give(ledger, 1000n);
      place(ledger, 100n);
      const close = sampleClose(ledger, hold);
      assertEqual(wordsOf([ledger.add(close), ledger.add(close)]), ["added", "known"], "closes");
      const more = sampleLink(ledger, hold, { executor, price: 1n, job });
      assertEqual(wordsOf([ledger.add(more)]), ["ECONOMICS_HOLD_CLOSED"], "an assignment after the end");
      receive(ledger, creator, slotOfFact(close));
      assertEqual(ledger.hold(hold), undefined, "hold");
    },
  },
  {
    promise: "never lets attempts cost more than their hold, nor a settlement more than its attempt",
    check({ ledger }) {
      give(ledger, 1000n);
      place(ledger, 100n);
      const { cid } = assign(ledger, 80n);
      const second = sampleLink(ledger, hold, { executor, price: 21n, job });
      assertThat(!isAdded(ledger.add(second)), "two attempts of 101 in a hold of 100");
      const dear = sampleSettlement(cid, { to: executor, taken: 81n });
      assertThat(!isAdded(ledger.add(dear)), "81 for an attempt of 80");
      const generous = sampleSettlement(cid, { to: executor, taken: 80n, paid: 81n });
      assertThat(!isAdded(ledger.add(generous)), "81 paid of 80");
    },
  },
  {
    promise: "keeps what comes too early apart, and moves on when it comes again after what was missing",
    check({ ledger }) {
      const deposit = sampleDeposit(ledger, creator, { amount: 1000n });
      const early = sampleOperation(ledger, creator, [
        { type: "receive", slot: slotOfFact(deposit), index: 0 },
      ]);
      const applied = ledger.add(early);
      assertEqual(applied, { ok: true, value: { type: "apart", missing: slotOfFact(deposit) } }, "early");
      add(ledger, deposit);
      add(ledger, early);
      assertEqual(totalsOf(ledger), [1000n, 1000n, 0n, 0n, 0n], "totals");
    },
  },
  {
    promise: "refuses an operation that does not follow the account's last, and one of another network",
    check({ ledger }) {
      give(ledger, 1000n);
      const burn = sampleOperation(ledger, creator, [{ type: "burn", unit: "mana", amount: 1n }]);
      const astray = { ...burn, body: { ...burn.body, prev: null } };
      const foreign = { ...burn, body: { ...burn.body, net: job as string as Cid as never } };
      assertEqual(
        wordsOf([astray, foreign].map((fact) => ledger.add(fact))),
        ["ECONOMICS_STALE", "ECONOMICS_FOREIGN"],
        "refusals",
      );
    },
  },
  {
    promise: "regenerates once an epoch, and lets nobody give a grant away",
    check({ ledger }) {
      const claim = () => sampleOperation(ledger, creator, [{ type: "regenerate", epoch: 7 }]);
      add(ledger, claim());
      assertEqual(wordsOf([ledger.add(claim())]), ["ECONOMICS_WRONG_EPOCH"], "second claim");
      const gift = { type: "transfer", to: executor, unit: "mana", amount: 1n } as const;
      const given = ledger.add(sampleOperation(ledger, creator, [gift]));
      assertEqual(wordsOf([given]), ["ECONOMICS_INSUFFICIENT"], "gift");
      assertEqual(totalsOf(ledger), [10n, 10n, 0n, 0n, 0n], "totals");
    },
  },
];

/** Minted, in balances, held, due and burned. */
function totalsOf(ledger: Ledger): readonly bigint[] {
  const { minted, balances, held, credits, burned } = ledger.totals("mana");
  return [minted, balances, held, credits, burned];
}

function isAdded(ruling: Ruling<Applied>): boolean {
  return ruling.ok && ruling.value.type === "added";
}

function wordsOf(rulings: readonly Ruling<Applied>[]): readonly string[] {
  return rulings.map((ruling) => (ruling.ok ? ruling.value.type : ruling.refusal.code));
}

function add<Fact extends MoneyFact>(ledger: Ledger, fact: Fact): Fact {
  assertEqual(wordsOf([ledger.add(fact)]), ["added"], `adding to ${slotOfFact(fact)}`);
  return fact;
}

function receive(ledger: Ledger, account: Did, slot: string): void {
  add(ledger, sampleOperation(ledger, account, [{ type: "receive", slot, index: 0 }]));
}

function give(ledger: Ledger, amount: bigint): string {
  const slot = slotOfFact(add(ledger, sampleDeposit(ledger, creator, { amount })));
  receive(ledger, creator, slot);
  return slot;
}

function place(ledger: Ledger, amount: bigint): void {
  add(ledger, sampleOperation(ledger, creator, [{ type: "hold", job, unit: "mana", amount, expiresAt: 10 }]));
  assertThat(ledger.hold(hold) !== undefined, `no hold ${holdSlot(hold)}`);
}

function assign(ledger: Ledger, price: bigint) {
  return add(ledger, sampleLink(ledger, hold, { executor, price, job }));
}
