import type { AnyBody, Cid, Entry, Happening, Job } from "@icn-mesh/core";
import { chainEntries, type EntryChain } from "./entry-chain.ts";
import type { Fact } from "./fact.ts";
import { createHistoryBuilder, type RefusedEntry, type Said } from "./history-builder.ts";
import type { JobLifecycle } from "./job-lifecycle.ts";

/** A job, the entries of its history, and the facts that they admit, in any order and any number of times. */
export interface JobHistory {
  readonly job: Fact<Job>;
  readonly entries: Iterable<Fact<Entry>>;
  readonly facts: Iterable<Fact<AnyBody>>;
}

/** What a history amounts to. */
export interface HistoryFold extends Omit<EntryChain, "entries"> {
  readonly lifecycle: JobLifecycle;
  /** The entries that were folded. */
  readonly entries: readonly Fact<Entry>[];
  /** Facts that entries admit and that are not at hand; the fold goes up to the first of them. */
  readonly wanted: readonly Cid[];
  /** Entries that change nothing. */
  readonly refused: readonly RefusedEntry[];
}

/** Folds the history of a job whose signatures hold: the same set gives the same result, in whatever order it came. */
export function foldHistory({ job, entries, facts }: JobHistory): HistoryFold {
  const known = new Map<Cid, Fact<AnyBody>>();
  for (const fact of facts) known.set(fact.cid, fact);
  const { entries: linked, ...disturbances } = chainEntries(job, entries);
  const builder = createHistoryBuilder(job);
  const folded: Fact<Entry>[] = [];
  const wanted = new Set<Cid>();
  for (const entry of linked) {
    const said = saidIn(entry.body.happened, known);
    if (typeof said === "string") wanted.add(said);
    else if (wanted.size === 0) {
      builder.add(entry, said);
      folded.push(entry);
    }
  }
  const { refused } = builder;
  return { ...disturbances, lifecycle: builder.lifecycle(), entries: folded, wanted: [...wanted], refused };
}

/** What an entry says, or the name of the fact that is missing. */
function saidIn(happened: Happening, known: ReadonlyMap<Cid, Fact<AnyBody>>): Said | Cid {
  if (happened.type !== "fact") return happened;
  return known.get(happened.cid) ?? happened.cid;
}
