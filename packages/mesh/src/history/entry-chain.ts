import { type Cid, type Entry, type Job, managerOf } from "@icn-mesh/core";
import type { Fact } from "./fact.ts";

/** The entries of a job that follow from each other, and what disturbs or is missing from them. */
export interface EntryChain {
  /** Numbers 0, 1, 2 and so on, each linked to the one before it, up to the first gap or fork. */
  readonly entries: readonly Fact<Entry>[];
  readonly forks: readonly Fork[];
  readonly gaps: readonly Gap[];
  /** Entries of another job, or that its manager did not write. */
  readonly foreign: readonly Cid[];
}

/** Two entries with one number: the manager wrote two histories. Null stands for the beginning. */
export interface Fork {
  readonly seq: number;
  readonly entries: readonly [Cid | null, Cid | null];
}

/** Numbers without an entry, both included. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

type EntriesBySeq = ReadonlyMap<number, ReadonlyMap<Cid, Fact<Entry>>>;

/** Puts entries in order. The result depends on the set of them only, not on their order or on how often each came. */
export function chainEntries(job: Fact<Job>, entries: Iterable<Fact<Entry>>): EntryChain {
  const bySeq = new Map<number, Map<Cid, Fact<Entry>>>();
  const foreign = new Set<Cid>();
  for (const entry of entries) {
    const { seq } = entry.body;
    if (!isOfManager(job, entry.body)) foreign.add(entry.cid);
    else bySeq.set(seq, (bySeq.get(seq) ?? new Map<Cid, Fact<Entry>>()).set(entry.cid, entry));
  }
  const visible = [...bySeq].flatMap(([seq, twins]) => forkAt(seq, [...twins.keys()]));
  const { linked, hidden } = linkEntries(bySeq);
  const forks = [...visible, ...hidden].sort((a, b) => a.seq - b.seq);
  return {
    entries: linked,
    forks,
    gaps: gapsIn([...bySeq.keys()].sort((a, b) => a - b)),
    foreign: [...foreign].sort(),
  };
}

function isOfManager(job: Fact<Job>, entry: Entry): boolean {
  return entry.job === job.cid && entry.by === managerOf(job.body);
}

function forkAt(seq: number, cids: readonly (Cid | null)[]): readonly Fork[] {
  const [first, second] = cids.toSorted();
  return first === undefined || second === undefined ? [] : [{ seq, entries: [first, second] }];
}

/** An entry that links to another predecessor than the one at hand proves that there are two: neither is followed. */
function linkEntries(bySeq: EntriesBySeq): { linked: Fact<Entry>[]; hidden: readonly Fork[] } {
  const linked: Fact<Entry>[] = [];
  for (let entry = onlyEntryAt(bySeq, 0); entry !== undefined; entry = onlyEntryAt(bySeq, linked.length)) {
    const before = linked.at(-1)?.cid ?? null;
    const { prev } = entry.body;
    if (prev !== before) {
      linked.pop();
      return { linked, hidden: forkAt(linked.length, [before, prev]) };
    }
    linked.push(entry);
  }
  return { linked, hidden: [] };
}

function onlyEntryAt(bySeq: EntriesBySeq, seq: number): Fact<Entry> | undefined {
  const entries = [...(bySeq.get(seq)?.values() ?? [])];
  return entries.length === 1 ? entries[0] : undefined;
}

function gapsIn(seqs: readonly number[]): readonly Gap[] {
  const gaps: Gap[] = [];
  let next = 0;
  for (const seq of seqs) {
    if (seq > next) gaps.push({ from: next, to: seq - 1 });
    next = seq + 1;
  }
  return gaps;
}
