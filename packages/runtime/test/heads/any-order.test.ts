import { createMemoryStorage, type SettlementType } from "@icn-mesh/core";
import { createHandClock } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { outcomeCodec } from "../../src/heads/outcome-entry.ts";
import { type Outcome, type OutcomeSet, openOutcomeSet } from "../../src/heads/outcome-set.ts";
import { runtimeProjections } from "../../src/index.ts";
import { createSharing, type Sharing } from "./sharing.ts";

const TYPES: readonly SettlementType[] = ["pay", "fault", "lapse", "release", "fail", "outvoted"];
const EPOCHS = 4;
const COUNT = 48;

let sharing: Sharing;
let all: readonly Outcome[];
let accounts: readonly Parameters<OutcomeSet["reputation"]["reputation"]>[0][];

beforeAll(async () => {
  sharing = await createSharing();
  accounts = ["one", "two", "three"].map((label) => sharing.signer(label).did);
  const [creator] = accounts;
  all = await Promise.all(
    Array.from({ length: COUNT }, (_, number) =>
      sharing.outcome({
        number,
        executor: accounts[number % 3]!,
        creator: number % 2 === 0 ? creator! : sharing.signer("creator").did,
        epoch: number % EPOCHS,
        type: TYPES[number % TYPES.length]!,
      }),
    ),
  );
});
afterAll(() => sharing.stop());

async function emptySet(): Promise<OutcomeSet> {
  return openOutcomeSet({
    federation: sharing.federation,
    storage: createMemoryStorage({ projections: runtimeProjections }),
    clock: createHandClock({ now: 100 * sharing.federation.constitution.mint.epochMs }),
    verifier: sharing.verifier,
    grown: async () => undefined,
    learnt: () => undefined,
  });
}

/** What a set comes to, and what it makes of everybody. */
async function meaningOf({ items, reputation }: OutcomeSet): Promise<unknown> {
  return [items.size, await items.chain(null), accounts.map((did) => reputation.reputation(did))];
}

async function arrive(set: OutcomeSet, { assignment, bytes, cid }: Outcome): Promise<void> {
  const group = sharing.federation.epochAt(assignment.claimBy);
  const { isForged } = await set.take(group, [outcomeCodec.encode(bytes)], new Set([cid]));
  expect(isForged).toBe(false);
}

it("gives the same reputations and the same root in whatever order outcomes arrive, however often, from whomever", async () => {
  const plain = await emptySet();
  await plain.keep(all);
  const meaning = await meaningOf(plain);
  const order = fc.shuffledSubarray(
    all.flatMap((_, index) => [index, index + COUNT]),
    { minLength: 2 * COUNT, maxLength: 2 * COUNT },
  );
  await fc.assert(
    fc.asyncProperty(order, fc.nat(COUNT), async (indices, own) => {
      const set = await emptySet();
      await set.keep(all.slice(0, own));
      for (const index of indices) {
        await arrive(set, all[index % COUNT]!);
        // Whoever asks in between changes nothing.
        if (index % 16 === 0) await meaningOf(set);
      }
      expect(await meaningOf(set)).toEqual(meaning);
    }),
    { numRuns: 20 },
  );
});

it("has another root for any other set", async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(all.map((_, index) => index)), async (chosen) => {
      const [set, whole] = [await emptySet(), await emptySet()];
      await set.keep(chosen.map((index) => all[index]!));
      await whole.keep(all);
      const isSame = chosen.length === COUNT;
      expect((await set.items.chain(null)).join() === (await whole.items.chain(null)).join()).toBe(isSame);
    }),
    { numRuns: 20 },
  );
});
