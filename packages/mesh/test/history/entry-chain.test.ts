import type { Cid } from "@icn-mesh/core";
import { currentStatus, foldHistory } from "@icn-mesh/mesh";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryOf, factOf, historyOf, jobBody, someCid } from "../job-samples.ts";
import { job, receipt, rival, whole } from "./told-job.ts";

const decision = { type: "opened", round: 9, at: 9 } as const;

describe("a set of entries and facts", () => {
  const history = historyOf(job, whole);

  it("gives the same state in any order and any number of copies", () => {
    const once = foldHistory(history);
    const property = fc.property(shuffled(history.entries), shuffled(history.facts), (entries, facts) => {
      expect(foldHistory({ job, entries, facts })).toEqual(once);
    });
    void fc.assert(property);
  });

  it("gives the same state in any order when parts of it are missing or forked", () => {
    const other = entryOf(job, { seq: 7, prev: history.entries[6]?.cid ?? null, happened: decision });
    const entries = [...history.entries, other];
    const parts = fc.tuple(fc.subarray(entries), fc.subarray(history.facts), fc.infiniteStream(fc.nat()));
    const property = fc.property(parts, ([some, facts, seeds]) => {
      const mixed = some.map((entry) => [seeds.next().value, entry] as const).sort(([a], [b]) => a - b);
      const shuffledSome = [...mixed.map(([, entry]) => entry), ...some];
      expect(foldHistory({ job, entries: shuffledSome, facts })).toEqual(
        foldHistory({ job, entries: some, facts: facts.toReversed() }),
      );
    });
    void fc.assert(property);
  });

  it("is folded up to the first gap, which is wanted", () => {
    const entries = history.entries.filter(({ body }) => ![0, 4, 5, 8].includes(body.seq));
    const { gaps, entries: folded, forks } = foldHistory({ ...history, entries });
    expect(gaps).toEqual([
      { from: 0, to: 0 },
      { from: 4, to: 5 },
      { from: 8, to: 8 },
    ]);
    expect(folded).toEqual([]);
    expect(forks).toEqual([]);
  });

  it("is folded up to the first missing fact, and all missing ones are wanted", () => {
    const missing: readonly Cid[] = [rival.cid, receipt.cid];
    const facts = history.facts.filter(({ cid }) => !missing.includes(cid));
    const partial = foldHistory({ ...history, facts });
    expect(partial.wanted).toEqual(missing);
    expect(partial.entries).toHaveLength(3);
    expect(currentStatus(partial.lifecycle)).toBe("BiddingOpen");
  });

  it("with two entries of one number is folded up to them, and they are reported", () => {
    const [first, third] = [history.entries[3], history.entries[2]];
    const twins = [0, 1, 2].map((at) =>
      entryOf(job, { seq: 3, prev: third?.cid ?? null, happened: { type: "opened", round: 9, at } }),
    );
    const { forks, entries } = foldHistory({ ...history, entries: [...history.entries, ...twins] });
    const cids = [first, ...twins].flatMap((entry) => entry?.cid ?? []).toSorted();
    expect(forks).toEqual([{ seq: 3, entries: cids.slice(0, 2) }]);
    expect(entries).toHaveLength(3);
  });

  it("has its forks reported in order", () => {
    const twins = [9, 5].map((seq) => entryOf(job, { seq, prev: null, happened: decision }));
    const { forks } = foldHistory({ ...history, entries: [...twins, ...history.entries] });
    expect(forks.map(({ seq }) => seq)).toEqual([5, 9]);
  });

  it("whose links do not fit was forked where they part, even if only one side is at hand", () => {
    const elsewhere = entryOf(job, { seq: 2, prev: someCid(1), happened: decision });
    const entries = [...history.entries.slice(0, 2), elsewhere];
    const { forks, entries: folded } = foldHistory({ ...history, entries });
    const pair = [history.entries[1]?.cid, someCid(1)].toSorted();
    expect(forks).toEqual([{ seq: 1, entries: pair }]);
    expect(folded).toHaveLength(1);
  });

  it("that begins with a link to something before it was forked at the beginning", () => {
    const orphan = entryOf(job, { seq: 0, prev: someCid(1), happened: decision });
    const { forks, entries } = foldHistory({ job, entries: [orphan], facts: [] });
    expect(forks).toEqual([{ seq: 0, entries: [someCid(1), null] }]);
    expect(entries).toEqual([]);
  });

  it("of another job is left aside", () => {
    const other = factOf(jobBody({ priority: 3 }));
    const { foreign, entries } = foldHistory({ ...history, job: other });
    expect(foreign).toEqual(history.entries.map(({ cid }) => cid).toSorted());
    expect(entries).toEqual([]);
  });
});

function shuffled<T>(all: readonly T[]): fc.Arbitrary<readonly T[]> {
  const copies = fc.shuffledSubarray([...all, ...all], { minLength: all.length });
  return copies.map((some) => [...some, ...all.filter((one) => !some.includes(one))]);
}
