import {
  type Assignment,
  assignmentRecord,
  cidOf,
  createMemoryStorage,
  type Did,
  type JobId,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { createHandClock } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FraudSet, openFraudSet } from "../../src/heads/fraud-set.ts";
import { outcomeCodec } from "../../src/heads/outcome-entry.ts";
import { type Outcome, type OutcomeSet, openOutcomeSet } from "../../src/heads/outcome-set.ts";
import { type SharedFraud, sharedFraud } from "../../src/heads/shared-fraud.ts";
import { runtimeProjections } from "../../src/index.ts";
import { createSharing, type Sharing } from "./sharing.ts";

/** It is the hundredth epoch. */
const [PAST, FUTURE] = [50, 150];
const LABELS = ["one", "two", "three"] as const;
const MOST_OF_ONE = 64;

let sharing: Sharing;
let outcomes: readonly Outcome[];
beforeAll(async () => {
  sharing = await createSharing();
  // Each has earned enough to lose.
  outcomes = await Promise.all(
    Array.from({ length: 240 }, (_, number) =>
      sharing.outcome({
        number,
        executor: didOf(LABELS[number % 3] ?? "one"),
        creator: sharing.signer("creator").did,
        epoch: Math.floor(number / 3),
      }),
    ),
  );
});
afterAll(() => sharing.stop());

describe("evidence of equivocation", () => {
  it("gives the same reputations and the same root in whatever order it arrives, with outcomes in between", async () => {
    const frauds = (await Promise.all(LABELS.map((label) => liesOf(label)))).flat();
    const facts = [...outcomes.slice(0, 12), ...frauds];
    const meaning = await meaningAfter([...outcomes.slice(0, 12), ...frauds]);
    const twice = facts.flatMap((_, index) => [index, index + facts.length]);
    const order = fc.shuffledSubarray(twice, { minLength: twice.length, maxLength: twice.length });
    await fc.assert(
      fc.asyncProperty(order, async (indices) => {
        expect(await meaningAfter(indices.map((index) => facts[index % facts.length]!))).toEqual(meaning);
      }),
      { numRuns: 15 },
    );
  });

  it("keeps the same few of somebody who lied in a great many places, whatever the order", async () => {
    const many = await Promise.all(
      Array.from({ length: MOST_OF_ONE + 8 }, async (_, seq) =>
        fraudOf(await story("one", seq, 0), await story("one", seq, 1)),
      ),
    );
    const all = { minLength: many.length, maxLength: many.length };
    const first = outcomes.slice(0, 1);
    const meaning = await meaningAfter([...first, ...many]);
    expect(meaning[0]).toBe(MOST_OF_ONE);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(many, all), async (shuffled) => {
        expect(await meaningAfter([...first, ...shuffled])).toEqual(meaning);
      }),
      { numRuns: 5 },
    );
  });

  it("counts against its author from the epoch of the first of two claims on", async () => {
    const { outcomes: known, frauds } = await emptySets();
    await known.keep(outcomes);
    expect(known.reputation.reputation(didOf("one"))).toBe(80);
    await frauds.accuse(fraudOf(await story("one", 0, FUTURE), await story("one", 0, FUTURE + 1)).pair);
    expect(known.reputation.reputation(didOf("one"))).toBe(80);
    await frauds.accuse(fraudOf(await story("one", 0, FUTURE), await story("one", 0, PAST)).pair);
    expect([known.reputation.reputation(didOf("one")), frauds.items.size]).toEqual([30, 1]);
  });

  it("about an account that nobody has given work to is kept by nobody", async () => {
    const { frauds } = await emptySets();
    const fraud = fraudOf(await story("nobody", 0, 0), await story("nobody", 0, 1));
    expect(await frauds.take(fraud.group, [fraud.bytes], new Set([fraud.id]))).toMatchObject({
      isForged: false,
    });
    expect([frauds.items.size, await frauds.wants(fraud)]).toEqual([0, false]);
  });

  it("that is forged, of another slot or not what was asked for is held against who sends it", async () => {
    const { outcomes: known, frauds } = await emptySets();
    await known.keep(outcomes);
    const [one, other] = [await story("one", 0, 0), await story("one", 0, 1)];
    const good = fraudOf(one, other);
    const unsigned = fraudOf(one, { ...other, sig: new Uint8Array(64) });
    const asked = new Set([good.id]);
    for (const [group, bytes] of [
      [good.group, unsigned.bytes],
      [good.group + 1, good.bytes],
      [good.group, good.bytes.slice(1)],
    ] as const)
      expect(await frauds.take(group, [bytes], asked)).toEqual({ kept: [], isForged: true });
    expect(await frauds.take(good.group, [good.bytes], new Set())).toMatchObject({ isForged: true });
    expect(sharedFraud(sharing.federation, { first: one, second: await story("one", 1, 0) })).toBeUndefined();
    expect(known.reputation.reputation(didOf("one"))).toBe(80);
  });

  it("is there again after a restart", async () => {
    const storage = createMemoryStorage({ projections: runtimeProjections });
    const first = await emptySets(storage);
    await first.outcomes.keep(outcomes);
    await first.frauds.accuse(fraudOf(await story("two", 0, 0), await story("two", 0, 1)).pair);
    const second = await emptySets(storage);
    expect(await meaningOf(second)).toEqual(await meaningOf(first));
    expect(second.outcomes.reputation.reputation(didOf("two"))).toBe(30);
  });

  it("reaches a node that was away, which thinks less of the liar from then on", async () => {
    const [witness, away] = [await sharing.node("witness"), await sharing.node("away")];
    await witness.keep(outcomes);
    const { pair } = fraudOf(await story("three", 0, 0), await story("three", 0, 1));
    witness.heads.accuse(pair);
    await sharing.connect(away, "witness");
    await sharing.until(async () => away.heads.reputation.reputation(didOf("three")) === 30);
    expect(await away.heads.roots()).toEqual(await witness.heads.roots());
  });
});

interface Sets {
  readonly outcomes: OutcomeSet;
  readonly frauds: FraudSet;
}

async function emptySets(storage = createMemoryStorage({ projections: runtimeProjections })): Promise<Sets> {
  const { federation, verifier } = sharing;
  const clock = createHandClock({ now: 100 * federation.constitution.mint.epochMs });
  const parts = { federation, storage, clock, verifier };
  let look = async (): Promise<void> => undefined;
  const known = await openOutcomeSet({ ...parts, grown: () => look(), learnt: () => undefined });
  const { reputation, isExecutor } = known;
  const frauds = await openFraudSet({ ...parts, reputation, isExecutor });
  look = frauds.look;
  return { outcomes: known, frauds };
}

async function meaningOf({ outcomes: known, frauds }: Sets): Promise<readonly unknown[]> {
  const reputations = LABELS.map((label) => known.reputation.reputation(didOf(label)));
  return [frauds.items.size, await frauds.items.chain(null), reputations];
}

/** What it comes to when all of this has arrived, in this order. */
async function meaningAfter(facts: readonly (Outcome | SharedFraud)[]): Promise<readonly unknown[]> {
  const sets = await emptySets();
  for (const fact of facts) {
    const set = "pair" in fact ? sets.frauds : sets.outcomes;
    const [group, id, bytes] = "pair" in fact ? [fact.group, fact.id, fact.bytes] : sentOf(fact);
    const { isForged } = await set.take(group, [bytes], new Set([id]));
    expect(isForged).toBe(false);
  }
  return meaningOf(sets);
}

function sentOf({ assignment, bytes, cid }: Outcome) {
  return [sharing.federation.epochAt(assignment.claimBy), cid, outcomeCodec.encode(bytes)] as const;
}

function didOf(label: string): Did {
  return sharing.signer(label).did;
}

/** All evidence there is against somebody who told three stories in each of two places. */
async function liesOf(label: string): Promise<readonly SharedFraud[]> {
  const places = await Promise.all(
    [0, 1].map((seq) => Promise.all([PAST, FUTURE, FUTURE + 1].map((epoch) => story(label, seq, epoch)))),
  );
  return places.flatMap(([one, two, three]) => [
    fraudOf(one!, two!),
    fraudOf(two!, three!),
    fraudOf(one!, three!),
  ]);
}

function fraudOf(first: Signed<Assignment>, second: Signed<Assignment>): SharedFraud {
  const fraud = sharedFraud(sharing.federation, { first, second });
  if (fraud === undefined) throw new Error("no evidence");
  return fraud;
}

/** What an account says in a place of its own: that a claim ends in some epoch. */
function story(label: string, seq: number, epoch: number): Promise<Signed<Assignment>> {
  const { federation } = sharing;
  const signer = sharing.signer(label);
  const word = cidOf(new TextEncoder().encode(label));
  return signRecord(
    assignmentRecord,
    {
      ...{ t: "icn/assign/1", net: federation.net, by: signer.did, via: null, job: word as string as JobId },
      hold: { account: signer.did, seq, index: 0 },
      ...{
        seq: 0,
        prev: null,
        replica: 0,
        attempt: 0,
        executor: signer.did,
        bid: word,
        price: 1n,
        leaseMs: 1000,
      },
      claimBy: epoch * federation.constitution.mint.epochMs,
      ...{ resumeFrom: null, sealed: null },
    },
    signer,
  );
}
