import type { KeptLinks, Storage } from "@icn-mesh/core";
import { collectGarbage, expireLeases, type Garbage } from "@icn-mesh/dag";
import { endedJobs } from "./ended-jobs.ts";
import { type NeededPayloads, watchNeeded } from "./needed-payloads.ts";
import { oldAid } from "./old-aid.ts";
import { oldBids } from "./old-bids.ts";
import { oldChainEntries } from "./old-chain-entries.ts";
import { oldCharges, oldKeys } from "./old-keys.ts";
import { oldLogs } from "./old-logs.ts";
import { oldPayloads } from "./old-payloads.ts";
import { oldWorks } from "./old-works.ts";
import { createBreather, type PruneParts, type Removal, type RemovalKind } from "./removal.ts";
import { createRemover } from "./remover.ts";
import type { RetentionTerms } from "./retention-terms.ts";

/** What a run of pruning has removed, or would remove. */
export interface Pruned {
  /** How many things of each kind. */
  readonly gone: Readonly<Record<RemovalKind, number>>;
  /** The blocks that nothing keeps after it, what was garbage before among them. */
  readonly garbage: Garbage;
}

/** What is pruned, and how. */
export interface PruneRun {
  readonly terms: Required<RetentionTerms>;
  readonly keptLinks: KeptLinks;
  /** The whole store, where what is pruned is a part of it. */
  readonly store: Storage;
  /** What the whole store calls a ref of that part. */
  readonly nameInStore: (name: string) => string;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

type Finder = AsyncIterable<Removal | undefined>;
type Breathe = () => Promise<void> | undefined;

const LEASE_MS = 3_600_000;

/** Removes what is over its time, and the garbage that this leaves; nothing that a job or an assignment still needs. */
export async function prune(parts: PruneParts, run: PruneRun): Promise<Pruned> {
  const breathe = createBreather(parts.clock, run.signal);
  const needed = await watchNeeded(parts.storage, breathe);
  try {
    const remover = createRemover(parts, { needed, dryRun: run.dryRun });
    for (const find of findersFor(parts, run.terms, { needed, jobs: remover.jobs })) {
      for await (const removal of find) {
        run.signal.throwIfAborted();
        await remover.take(removal);
        await breathe();
      }
      await remover.flush();
    }
    await remover.keepNeeded();
    return { gone: remover.gone, garbage: await sweep(parts, run, { names: remover.names, breathe }) };
  } finally {
    await needed.stop();
  }
}

/** In this order: what keeps others from going, goes first. */
function findersFor(
  parts: PruneParts,
  terms: Required<RetentionTerms>,
  { needed, jobs }: { readonly needed: NeededPayloads; readonly jobs: ReadonlySet<string> },
): readonly Finder[] {
  const now = parts.clock.now();
  return [
    endedJobs(parts, { before: now - terms.jobsMs, isNeeded: needed.has }),
    oldKeys(parts, jobs),
    oldWorks(parts, now - terms.worksMs),
    oldBids(parts, now),
    oldLogs(parts, now - terms.logsMs),
    oldCharges(parts, now),
    oldAid(parts, now),
    oldChainEntries(parts, now - terms.jobsMs),
    oldPayloads(parts, { now, terms, isNeeded: needed.has }),
  ];
}

async function sweep(
  { clock }: PruneParts,
  { store, nameInStore, keptLinks, dryRun, signal }: PruneRun,
  { names, breathe }: { readonly names: ReadonlySet<string>; readonly breathe: Breathe },
): Promise<Garbage> {
  const options = { keptLinks, dryRun, signal, breathe };
  if (dryRun) return collectGarbage(withoutRefs(store, new Set([...names].map(nameInStore))), options);
  await expireLeases(store, { before: clock.now() - LEASE_MS });
  return collectGarbage(store, options);
}

/** The store as it would be without some of its refs. */
function withoutRefs(store: Storage, names: ReadonlySet<string>): Storage {
  return {
    ...store,
    async *refs(prefix) {
      for await (const ref of store.refs(prefix)) if (!names.has(ref.name)) yield ref;
    },
  };
}
