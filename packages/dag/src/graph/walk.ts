import { type Cid, codecOf, type KeptLinks, type Storage } from "@icn-mesh/core";

/** Bounds of a walk. What is beyond one of them is reported once and not visited. */
export interface WalkOptions {
  readonly keptLinks: KeptLinks;
  /** The most links between a root and a block; as many as there are when not given. */
  readonly maxDepth?: number;
  /** The most CIDs to visit, missing ones included; 10⁶ when not given. The walk remembers each of them. */
  readonly maxBlocks?: number;
  /** The most bytes to read; no bound when not given. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/**
 * A block that was reached; or one that is wanted, for it is not here; or the first CID that was left out because of a
 * bound.
 */
export type WalkStep =
  | { readonly type: "block"; readonly cid: Cid; readonly bytes: Uint8Array; readonly depth: number }
  | { readonly type: "missing"; readonly cid: Cid; readonly depth: number }
  | { readonly type: "cut"; readonly bound: "blocks" | "bytes" | "depth"; readonly cid: Cid };

const MAX_BLOCKS = 1_000_000;

/**
 * Every block that the roots reach over kept links, themselves included, each once, those nearest to a root first.
 * Nothing is followed by recursion, so a history may be as long as the bounds say.
 */
export async function* walk(
  storage: Pick<Storage, "get">,
  roots: Iterable<Cid>,
  options: WalkOptions,
): AsyncGenerator<WalkStep, void, undefined> {
  const { maxBytes = Number.POSITIVE_INFINITY, keptLinks, signal } = options;
  const frontier = createFrontier(options);
  frontier.add(roots);
  let bytesLeft = maxBytes;
  for (let next = frontier.take(); next !== undefined; next = frontier.take()) {
    signal?.throwIfAborted();
    const { cid, depth } = next;
    const bytes = await storage.get(cid);
    if (bytes === undefined) {
      yield { type: "missing", cid, depth };
      continue;
    }
    bytesLeft -= bytes.length;
    if (bytesLeft < 0) return yield { type: "cut", bound: "bytes", cid };
    // Before the step is handed out: its reader may do with the bytes what it likes.
    if (codecOf(cid) !== "raw") frontier.add(keptLinks({ cid, bytes }));
    yield { type: "block", cid, bytes, depth };
  }
  for (const [bound, cid] of frontier.cuts) yield { type: "cut", bound, cid };
}

/** What is yet to be visited, nearest first: a queue without repetition. */
interface Frontier {
  readonly cuts: ReadonlyMap<"blocks" | "depth", Cid>;
  /** Adds the roots at first, then what the CID that was taken last links to. */
  add(cids: Iterable<Cid>): void;
  take(): { readonly cid: Cid; readonly depth: number } | undefined;
}

function createFrontier({
  maxDepth = Number.POSITIVE_INFINITY,
  maxBlocks = MAX_BLOCKS,
}: Pick<WalkOptions, "maxBlocks" | "maxDepth">): Frontier {
  // A set is iterated in order of insertion and meets what is added meanwhile, so it is the queue as well.
  const seen = new Set<Cid>();
  const queue = seen.values();
  const cuts = new Map<"blocks" | "depth", Cid>();
  let depth = -1;
  let taken = 0;
  let endOfDepth = 0;

  function addOne(cid: Cid): void {
    if (seen.has(cid)) return;
    const bound = depth + 1 > maxDepth ? "depth" : "blocks";
    if (bound === "blocks" && seen.size < maxBlocks) seen.add(cid);
    else if (!cuts.has(bound)) cuts.set(bound, cid);
  }

  return {
    cuts,
    add(cids) {
      for (const cid of cids) addOne(cid);
    },
    take() {
      const { value: cid } = queue.next();
      if (cid === undefined) return undefined;
      if (taken === endOfDepth) {
        depth++;
        endOfDepth = seen.size;
      }
      taken++;
      return { cid, depth };
    },
  };
}
