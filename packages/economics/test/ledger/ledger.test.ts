import { type Action, type Cid, cidOf, type HoldId, holdSlot, type JobId } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { createLedger, federationOf, type Ledger, type MoneyFact, replay } from "@icn-mesh/economics";
import {
  sampleClose,
  sampleConstitution,
  sampleDeposit,
  sampleLink,
  sampleOperation,
  sampleSettlement,
} from "@icn-mesh/economics/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const people = [sampleDid(1), sampleDid(2), sampleDid(3)] as const;
const charter = sampleDid(9);
const net = cidOf(Uint8Array.of(0xa0)) as Cid;
const federation = federationOf(sampleConstitution(charter, [charter]), net);
const jobOf = (number: number) => cidOf(new TextEncoder().encode(`job ${number}`)) as string as JobId;

/** One random thing that somebody tries: guards would refuse many of them. */
const attempts = fc.record({
  kind: fc.constantFrom(
    "deposit",
    "transfer",
    "hold",
    "regenerate",
    "burn",
    "receive",
    "assign",
    "settle",
    "close",
    "again",
  ),
  who: fc.nat({ max: 2 }),
  whom: fc.nat({ max: 2 }),
  amount: fc.bigInt({ min: 0n, max: 1200n }),
  pick: fc.nat({ max: 20 }),
});
type Attempt = typeof attempts extends fc.Arbitrary<infer Value> ? Value : never;

/** A ledger with all that was admitted to it, in order. */
interface Run {
  readonly ledger: Ledger;
  readonly facts: MoneyFact[];
}

type Factory = (run: Run, attempt: Attempt) => MoneyFact | undefined;

const pickFrom = <Item>(items: Iterable<Item>, pick: number): Item | undefined => {
  const all = [...items];
  return all[pick % Math.max(1, all.length)];
};
const person = (index: number) => people[index] ?? people[0];
const acts = ({ ledger }: Run, { who }: Attempt, action: Action) =>
  sampleOperation(ledger, person(who), [action]);

const factories: Readonly<Record<Attempt["kind"], Factory>> = {
  deposit({ ledger, facts }, { who, amount }) {
    return amount > 0n ? sampleDeposit(ledger, person(who), { amount, number: facts.length }) : undefined;
  },
  transfer: (run, attempt) =>
    acts(run, attempt, { type: "transfer", to: person(attempt.whom), unit: "mana", amount: attempt.amount }),
  hold: (run, attempt) =>
    acts(run, attempt, {
      type: "hold",
      job: jobOf(attempt.pick),
      unit: "mana",
      amount: attempt.amount,
      expiresAt: 10,
    }),
  regenerate: (run, attempt) => acts(run, attempt, { type: "regenerate", epoch: attempt.pick }),
  burn: (run, attempt) => acts(run, attempt, { type: "burn", unit: "mana", amount: attempt.amount }),
  receive({ ledger }, { pick }) {
    const credit = pickFrom(ledger.credits(), pick);
    return (
      credit &&
      sampleOperation(ledger, credit.to, [{ type: "receive", slot: credit.slot, index: credit.index }])
    );
  },
  assign({ ledger }, { pick, whom, amount }) {
    const hold = pickFrom(ledger.holds(), pick);
    return hold && sampleLink(ledger, hold.id, { executor: person(whom), price: amount, job: hold.job });
  },
  settle({ ledger }, { pick, amount }) {
    const all = [...(pickFrom(ledger.holds(), pick)?.assignments.values() ?? [])];
    const open = all.find(({ settlement }) => settlement === undefined);
    return (
      open && sampleSettlement(open.cid, { to: open.body.executor, taken: amount, paid: (amount * 9n) / 10n })
    );
  },
  close({ ledger }, { pick }) {
    const hold = pickFrom(ledger.holds(), pick);
    // Guards certify no close over an open assignment, so that one which is certified proves what it misses.
    return hold?.open === 0 ? sampleClose(ledger, hold.id) : undefined;
  },
  again: ({ facts }, { pick }) => pickFrom(facts, pick),
};

function sums(ledger: Ledger) {
  return ledger.totals("mana");
}

function assertSound(ledger: Ledger): void {
  const { minted, balances, held, credits, burned } = sums(ledger);
  expect(balances + held + credits + burned).toBe(minted);
  for (const { balances: all } of ledger.accounts()) {
    for (const { grant, earned } of all.values()) expect(grant >= 0n && earned >= 0n).toBe(true);
  }
  for (const { committed, amount } of ledger.holds()) expect(committed <= amount).toBe(true);
  const due = [...ledger.credits()];
  for (const payee of new Set(due.map(({ to }) => to)))
    expect([...ledger.credits(payee)]).toEqual(due.filter(({ to }) => to === payee));
}

function tryAll(tries: readonly Attempt[], check: (run: Run, before: string, changed: boolean) => void): Run {
  const run: Run = { ledger: createLedger(federation), facts: [] };
  for (const attempt of tries) {
    const fact = factories[attempt.kind](run, attempt);
    if (fact === undefined) continue;
    const before = print(sums(run.ledger));
    const added = run.ledger.add(fact);
    const isNew = added.ok && added.value.type === "added";
    if (isNew) run.facts.push(fact);
    check(run, before, isNew);
  }
  return run;
}

function print(value: unknown): string {
  return JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${each}` : each));
}

const lives = fc.array(attempts, { minLength: 20, maxLength: 120 });

describe("a ledger, whatever is tried on it", () => {
  it("conserves every unit, holds no balance below zero, and does not move for what it refuses", () => {
    let refusals = 0;
    fc.assert(
      fc.property(lives, (tries) => {
        tryAll(tries, ({ ledger }, before, changed) => {
          assertSound(ledger);
          if (changed) return;
          refusals += 1;
          expect(print(sums(ledger))).toBe(before);
        });
      }),
      { numRuns: 300 },
    );
    expect(refusals).toBeGreaterThan(100);
  });

  it("takes in every credit once and ends every hold once", () => {
    fc.assert(
      fc.property(lives, (tries) => {
        const { facts } = tryAll(tries, () => undefined);
        const received = facts
          .flatMap((fact) => (fact.type === "operation" ? fact.body.do : []))
          .flatMap((action) => (action.type === "receive" ? [`${action.slot}#${action.index}`] : []));
        expect(new Set(received).size).toBe(received.length);
        const closed = facts.flatMap((fact) =>
          fact.type === "settlement" && fact.settlement.type === "close"
            ? [fact.settlement.slot.replace(/ \d+$/, "")]
            : [],
        );
        expect(new Set(closed).size).toBe(closed.length);
      }),
    );
  });

  it("comes to the same from the same facts in any order, with any of them twice", () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.nat()), (tries, random) => {
        const { ledger, facts } = tryAll(tries, () => undefined);
        const keyed = [...facts, ...facts.slice(0, 5)].map(
          (fact) => [random.next().value as number, fact] as const,
        );
        const shuffled = keyed.toSorted(([one], [other]) => one - other).map(([, fact]) => fact);
        const again = createLedger(federation);
        expect(replay(again, shuffled)).toEqual([]);
        expect(stateOf(again)).toBe(stateOf(ledger));
      }),
    );
  });

  it("gives a creator all of a hold but what its attempts took", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 1000n }), fc.bigInt({ min: 0n, max: 1000n }), (amount, price) => {
        const ledger = createLedger(federation);
        const [creator, executor] = people;
        add(ledger, sampleDeposit(ledger, creator, { amount: 1000n }));
        add(
          ledger,
          sampleOperation(ledger, creator, [{ type: "receive", slot: first(ledger).slot, index: 0 }]),
        );
        add(
          ledger,
          sampleOperation(ledger, creator, [
            { type: "hold", job: jobOf(1), unit: "mana", amount, expiresAt: 10 },
          ]),
        );
        const hold: HoldId = { account: creator, seq: 1, index: 0 };
        const link = sampleLink(ledger, hold, { executor, price, job: jobOf(1) });
        const isAffordable = price <= amount;
        expect(ledger.add(link).ok).toBe(isAffordable);
        if (isAffordable) add(ledger, sampleSettlement(link.cid, { to: executor, taken: price }));
        add(ledger, sampleClose(ledger, hold));
        const slot = [...ledger.credits()].find(({ restOf }) => restOf === holdSlot(hold))?.slot ?? "";
        add(ledger, sampleOperation(ledger, creator, [{ type: "receive", slot, index: 0 }]));
        expect(ledger.account(creator)?.balances.get("mana")?.earned).toBe(
          1000n - (isAffordable ? price : 0n),
        );
        expect(ledger.hold(hold)).toBeUndefined();
      }),
    );
  });
});

describe("a grant", () => {
  it("pays for work but is not given away, and comes back before anything that was earned", () => {
    const ledger = createLedger(federation);
    const [member, other] = people;
    add(ledger, sampleOperation(ledger, member, [{ type: "regenerate", epoch: 1 }]));
    expect(
      ledger.add(sampleOperation(ledger, member, [{ type: "transfer", to: other, unit: "mana", amount: 1n }]))
        .ok,
    ).toBe(false);
    add(
      ledger,
      sampleOperation(ledger, member, [
        { type: "hold", job: jobOf(1), unit: "mana", amount: 10n, expiresAt: 10 },
      ]),
    );
    add(ledger, sampleClose(ledger, { account: member, seq: 1, index: 0 }));
    add(ledger, sampleOperation(ledger, member, [{ type: "receive", slot: first(ledger).slot, index: 0 }]));
    expect(ledger.account(member)?.balances.get("mana")).toEqual({ grant: 10n, earned: 0n });
  });

  it("stops at the cap, holds included, so that nothing is gained by holding", () => {
    const ledger = createLedger(federation);
    const [member] = people;
    for (let epoch = 0; epoch < 100; epoch++)
      add(ledger, sampleOperation(ledger, member, [{ type: "regenerate", epoch }]));
    add(
      ledger,
      sampleOperation(ledger, member, [
        { type: "hold", job: jobOf(1), unit: "mana", amount: 900n, expiresAt: 10 },
      ]),
    );
    const more = ledger.add(sampleOperation(ledger, member, [{ type: "regenerate", epoch: 100 }]));
    expect(more).toEqual({ ok: false, refusal: { code: "ECONOMICS_AT_CAP" } });
  });
});

function add(ledger: Ledger, fact: MoneyFact): void {
  const added = ledger.add(fact);
  expect(added).toEqual({ ok: true, value: { type: "added" } });
}

function first(ledger: Ledger) {
  const [credit] = ledger.credits();
  if (credit === undefined) throw new Error("nothing is due");
  return credit;
}

function stateOf(ledger: Ledger): string {
  const accounts = [...ledger.accounts()].map(({ did, next, head, balances, heldGrant }) => [
    did,
    next,
    head,
    [...balances].sort(),
    heldGrant,
  ]);
  const holds = [...ledger.holds()].map(({ id, next, committed, closed }) => [
    holdSlot(id),
    next,
    committed,
    closed,
  ]);
  const credits = [...ledger.credits()].map(({ slot, index, amount }) => [slot, index, amount]);
  return print(
    [accounts.sort(), holds.sort(), credits.sort(), sums(ledger)].map((each) =>
      Array.isArray(each) ? each.map(print).sort() : each,
    ),
  );
}
