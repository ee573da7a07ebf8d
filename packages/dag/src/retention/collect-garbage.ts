import { type Cid, codecOf, type KeptLinks, type Storage } from "@icn-mesh/core";

/** How garbage is collected. */
export interface GarbageOptions {
  /** The links by which the store was opened: what is kept is decided twice, here and, for good, by its `sweep`. */
  readonly keptLinks: KeptLinks;
  /** True to tell what would be removed, and remove nothing. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  /** Called after every block that was looked at, so that others have a turn; nobody has when not given. */
  readonly breathe?: () => Promise<void> | undefined;
}

/** What was removed, or would be. */
export interface Garbage {
  readonly blocks: number;
  readonly bytes: number;
}

/** CIDs per sweep: each takes a look at all that is kept, so they are few and large. */
const BATCH = 50_000;

/**
 * Removes the blocks that no ref reaches over kept links. Commits may go on meanwhile: only blocks that were there at
 * the start are candidates, and the store looks again, in one step, before it removes one. Blocks that a later commit
 * is to name need a lease, as an `Upload` has it. It holds the CIDs of all blocks in memory.
 */
export async function collectGarbage(
  storage: Pick<Storage, "cids" | "get" | "refs" | "sweep">,
  { keptLinks, dryRun = false, signal, breathe = () => undefined }: GarbageOptions,
): Promise<Garbage> {
  const candidates = new Set<Cid>();
  for await (const cid of storage.cids()) {
    signal?.throwIfAborted();
    candidates.add(cid);
    await breathe();
  }
  await removeReached(candidates, storage, { keptLinks, signal, breathe });
  let [blocks, bytes] = [0, 0];
  for (const batch of batchesOf(candidates)) {
    signal?.throwIfAborted();
    const sizes = await sizesOf(storage, batch, breathe);
    for (const cid of dryRun ? batch : await storage.sweep(batch)) {
      blocks++;
      bytes += sizes.get(cid) ?? 0;
    }
  }
  return { blocks, bytes };
}

interface Marking {
  readonly keptLinks: KeptLinks;
  readonly signal: AbortSignal | undefined;
  readonly breathe: () => Promise<void> | undefined;
}

async function removeReached(
  candidates: Set<Cid>,
  storage: Pick<Storage, "get" | "refs">,
  { keptLinks, signal, breathe }: Marking,
): Promise<void> {
  const reached = new Set<Cid>();
  for await (const { cid } of storage.refs("")) {
    reached.add(cid);
    await breathe();
  }
  // The set is iterated in order of insertion and meets what is added meanwhile: no stack, no recursion.
  for (const cid of reached) {
    signal?.throwIfAborted();
    candidates.delete(cid);
    await breathe();
    if (codecOf(cid) === "raw") continue;
    const bytes = await storage.get(cid);
    if (bytes === undefined) continue;
    for (const link of keptLinks({ cid, bytes })) reached.add(link);
  }
}

async function sizesOf(
  storage: Pick<Storage, "get">,
  cids: readonly Cid[],
  breathe: () => Promise<void> | undefined,
): Promise<ReadonlyMap<Cid, number>> {
  const sizes = new Map<Cid, number>();
  for (const cid of cids) {
    sizes.set(cid, (await storage.get(cid))?.length ?? 0);
    await breathe();
  }
  return sizes;
}

function* batchesOf(cids: Iterable<Cid>): Generator<Cid[]> {
  const all = [...cids];
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH);
}
