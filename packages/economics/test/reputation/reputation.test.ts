import {
  type AnyBody,
  assignmentRecord,
  type Cid,
  cidOf,
  operationRecord,
  type RecordDefinition,
  type SettlementType,
} from "@icn-mesh/core";
import { createHandClock, reputationStoreContract, sampleDid } from "@icn-mesh/core/testing";
import {
  createFoldedReputation,
  createLedger,
  type Equivocation,
  federationOf,
  foldReputation,
  type SettledWork,
} from "@icn-mesh/economics";
import { sampleConstitution, sampleLink, sampleOperation } from "@icn-mesh/economics/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const EPOCH = 3_600_000;
const charter = sampleDid(9);
const federation = federationOf(sampleConstitution(charter, [charter]), cidOf(Uint8Array.of(0xa0)));
const ledger = createLedger(federation);
const creator = sampleDid(1);
const executor = sampleDid(2);

function work(
  type: SettlementType,
  { epoch = 0, number = 0, by = creator, of = executor } = {},
): SettledWork {
  const job = cidOf(new TextEncoder().encode(`${type} ${epoch} ${number} ${by} ${of}`)) as never;
  const { body } = sampleLink(
    ledger,
    { account: by, seq: number, index: 0 },
    { executor: of, price: 1n, job },
  );
  const cid: Cid = job;
  return {
    assignment: { cid, body: { ...body, claimBy: epoch * EPOCH } },
    settlement: { type },
  };
}

/** Two assignments that the executor has signed, as the manager of a hold of its own, with claims that end so. */
function lieAbout(number: number, ends: readonly [number, number]): Equivocation {
  const hold = { account: executor, seq: number, index: 0 };
  const job = cidOf(new Uint8Array(1)) as never;
  const { body } = sampleLink(ledger, hold, { executor: creator, price: 1n, job });
  const [first, second] = ends.map((claimBy) => placed(assignmentRecord, { ...body, claimBy }));
  return { first: first!, second: second! };
}

function signedOperation(amount: bigint): Equivocation["first"] {
  const { body } = sampleOperation(ledger, executor, [{ type: "burn", unit: "mana", amount }]);
  return placed(operationRecord, body);
}

/** A record whose signature nobody asks for here. */
function placed<Body extends AnyBody>(definition: RecordDefinition<Body>, body: Body): Equivocation["first"] {
  const bytes = definition.codec.encode(body);
  const cid = cidOf(bytes);
  return { cid, body, bytes, slot: definition.slotOf(body, cid), sig: new Uint8Array(64) };
}

function scoreAfter(
  works: readonly SettledWork[],
  epoch = 9,
  equivocations: Parameters<typeof foldReputation>[1]["equivocations"] = [],
): number {
  return foldReputation(federation, { works, equivocations }, epoch).get(executor) ?? 0;
}

describe("reputation", () => {
  it("rises by one for each creator and epoch that paid, however often", () => {
    expect(
      scoreAfter([
        work("pay"),
        work("pay", { number: 1 }),
        work("pay", { epoch: 1 }),
        work("pay", { by: sampleDid(3) }),
      ]),
    ).toBe(3);
  });

  it("is not earned from oneself", () => {
    expect(scoreAfter([work("pay", { by: executor })])).toBe(0);
  });

  it.each([
    { type: "fail", left: 9 },
    { type: "release", left: 9 },
    { type: "split", left: 9 },
    { type: "fault", left: 8 },
    { type: "outvoted", left: 8 },
    { type: "lapse", left: 7 },
  ] as const)("of 9 is $left after a $type", ({ type, left }) => {
    const nine = Array.from({ length: 9 }, (_, number) => work("pay", { by: sampleDid(20 + number) }));
    expect(scoreAfter([...nine, work(type)])).toBe(left);
  });

  it("is lost by proven equivocation, once for each slot", () => {
    const many = Array.from({ length: 60 }, (_, epoch) => work("pay", { epoch }));
    const lie = lieAbout(0, [1, 2]);
    expect(scoreAfter(many, 99, [lie, lie, lieAbout(0, [2, 3])])).toBe(10);
  });

  it("is lost by two assignments from the epoch after the first of their claims, whoever has seen which first", () => {
    const many = Array.from({ length: 60 }, (_, epoch) => work("pay", { epoch: -1 - epoch }));
    const lie = lieAbout(0, [7 * EPOCH, 4 * EPOCH]);
    const turned = { first: lie.second, second: lie.first };
    for (const pairs of [[lie], [turned], [lieAbout(0, [7 * EPOCH, 6 * EPOCH]), lie], [lie, turned]]) {
      expect([4, 5].map((epoch) => scoreAfter(many, epoch, pairs))).toEqual([60, 10]);
    }
  });

  it("is lost by two records that name no moment in every epoch", () => {
    const many = Array.from({ length: 60 }, (_, epoch) => work("pay", { epoch: -1 - epoch }));
    const [first, second] = [1n, 2n].map((amount) => signedOperation(amount));
    expect(scoreAfter(many, 1, [{ first: first!, second: second! }])).toBe(10);
  });

  it("of an epoch is made of the epochs before it", () => {
    expect(scoreAfter([work("pay", { epoch: 4 })], 4)).toBe(0);
    expect(scoreAfter([work("pay", { epoch: 4 })], 5)).toBe(1);
  });

  it("is the same for the same set in any order and with any of it twice, floored only at the end", () => {
    const kinds = fc.constantFrom<SettlementType>("pay", "fault", "lapse", "fail");
    const sets = fc.array(fc.record({ type: kinds, epoch: fc.nat({ max: 3 }), number: fc.nat({ max: 9 }) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(sets, (set) => {
        const works = set.map(({ type, ...rest }) => work(type, rest));
        expect(scoreAfter([...works, ...works.slice(0, 7)].reverse())).toBe(scoreAfter(works));
      }),
    );
  });
});

describe("a folded reputation store", () => {
  it.each(reputationStoreContract)("$promise", async ({ check }) => {
    const clock = createHandClock();
    const store = createFoldedReputation(federation, { clock });
    const now = federation.epochAt(clock.now());
    await check({
      store,
      async earn(did, reputation) {
        for (let epoch = 0; epoch < reputation; epoch++)
          store.add(work("pay", { epoch: now - 1 - epoch, of: did, by: charter }));
      },
    });
  });

  it("takes the earlier of two pairs of one slot, in whatever order they come", () => {
    const pairs = [lieAbout(0, [7 * EPOCH, 6 * EPOCH]), lieAbout(0, [7 * EPOCH, 4 * EPOCH])];
    for (const order of [pairs, pairs.toReversed()]) {
      const store = createFoldedReputation(federation, { clock: createHandClock({ now: 5 * EPOCH }) });
      for (let epoch = 1; epoch <= 60; epoch++) store.add(work("pay", { epoch: -epoch }));
      expect(store.reputation(executor)).toBe(60);
      for (const pair of order) store.accuse(pair);
      expect(store.reputation(executor)).toBe(10);
    }
  });

  it("counts what was settled in an epoch when the next one has begun", async () => {
    const clock = createHandClock();
    const store = createFoldedReputation(federation, { clock });
    store.add(work("pay", { epoch: federation.epochAt(clock.now()) }));
    expect(store.reputation(executor)).toBe(0);
    await clock.advance(EPOCH);
    expect(store.reputation(executor)).toBe(1);
  });
});
