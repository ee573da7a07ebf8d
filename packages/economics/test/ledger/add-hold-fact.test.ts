import { type Cid, cidOf, type HoldId, type JobId } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import {
  createLedger,
  federationOf,
  type Ledger,
  type MoneyFact,
  replay,
  slotOfFact,
} from "@icn-mesh/economics";
import {
  sampleConstitution,
  sampleDeposit,
  sampleLink,
  sampleOperation,
  sampleSettlement,
} from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";

const [creator, executor, charter] = [sampleDid(1), sampleDid(2), sampleDid(9)];
const net = cidOf(Uint8Array.of(0xa0)) as Cid;
const federation = federationOf(sampleConstitution(charter, [charter]), net);
const job = cidOf(new TextEncoder().encode("job")) as string as JobId;
const hold: HoldId = { account: creator, seq: 1, index: 0 };

/** A ledger with a hold, and what was added to it so far. */
function openHold(amount: bigint) {
  const ledger = createLedger(federation);
  const facts: MoneyFact[] = [];
  function add<Fact extends MoneyFact>(fact: Fact): Fact {
    expect(ledger.add(fact)).toEqual({ ok: true, value: { type: "added" } });
    facts.push(fact);
    return fact;
  }
  const deposit = add(sampleDeposit(ledger, creator, { amount: 1000n }));
  add(sampleOperation(ledger, creator, [{ type: "receive", slot: slotOfFact(deposit), index: 0 }]));
  add(sampleOperation(ledger, creator, [{ type: "hold", job, unit: "mana", amount, expiresAt: 10 }]));
  const assign = () => add(sampleLink(ledger, hold, { executor, price: 80n, job }));
  const giveBack = (cid: Cid) => add(sampleSettlement(cid, { to: executor, taken: 0n }));
  return { ledger, facts, assign, giveBack };
}

const bySlot = (facts: readonly MoneyFact[]) =>
  facts.toSorted((one, other) => (slotOfFact(one) < slotOfFact(other) ? -1 : 1));

function linksIn(ledger: Ledger) {
  const { next, committed, open } = ledger.hold(hold) ?? {};
  return { next, committed, open };
}

describe("an assignment that takes what an earlier one gave back", () => {
  it("stands apart, and says what is missing, until that settlement is known", () => {
    const { facts, assign, giveBack } = openHold(100n);
    const settled = giveBack(assign().cid);
    const second = assign();
    const again = createLedger(federation);
    for (const fact of facts) if (fact !== settled && fact !== second) again.add(fact);
    expect(again.add(second)).toEqual({
      ok: true,
      value: { type: "apart", missing: slotOfFact(settled) },
    });
    again.add(settled);
    expect(again.add(second)).toEqual({ ok: true, value: { type: "added" } });
  });

  it("is replayed from a store, which has every link before every settlement", () => {
    const { ledger, facts, assign, giveBack } = openHold(100n);
    giveBack(assign().cid);
    assign();
    const again = createLedger(federation);
    expect(replay(again, bySlot(facts))).toEqual([]);
    expect(linksIn(again)).toEqual(linksIn(ledger));
  });

  it("is replayed while the first of several attempts is still open", () => {
    const { ledger, facts, assign, giveBack } = openHold(160n);
    assign();
    giveBack(assign().cid);
    assign();
    const again = createLedger(federation);
    expect(replay(again, bySlot(facts))).toEqual([]);
    expect(linksIn(again)).toEqual(linksIn(ledger));
    expect(linksIn(again)).toEqual({ next: 3, committed: 160n, open: 2 });
  });

  it("is refused where nothing is open that could free it", () => {
    const { ledger } = openHold(79n);
    expect(ledger.add(sampleLink(ledger, hold, { executor, price: 80n, job }))).toEqual({
      ok: false,
      refusal: { code: "ECONOMICS_ABOVE_HOLD", free: 79n },
    });
  });
});
