import { type Block, type Cid, CoreError, type KeptLinks } from "@icn-mesh/core";
import type { PreparedCommit } from "@icn-mesh/core/storage";

/** What refs and running commits reach over kept links, found out step by step while commits go on. */
export interface Marks {
  add(cid: Cid): void;
  /** The write barrier: whatever a commit puts or points at is reached from now on. */
  shade(commit: PreparedCommit): void;
  /** Blocks that are reached and not followed yet, which is up to the caller now; none when all is marked. */
  take(limit: number): readonly Cid[];
  /** Reaches what the block keeps; throws `CORE_KEPT_LINKS_FAILED`. */
  follow(block: Block): void;
  has(cid: Cid): boolean;
}

/** Nothing reached yet. */
export function createMarks(keptLinks: KeptLinks): Marks {
  const reached = new Set<Cid>();
  const unread: Cid[] = [];

  function add(cid: Cid): void {
    if (reached.has(cid)) return;
    reached.add(cid);
    unread.push(cid);
  }

  return {
    add,
    shade({ blocks, refs }) {
      for (const { cid } of blocks) add(cid);
      for (const { to } of refs) if (to !== null) add(to);
    },
    take: (limit) => unread.splice(-limit),
    follow(block) {
      for (const link of linksOf(block, keptLinks)) add(link);
    },
    has: (cid) => reached.has(cid),
  };
}

/** Throws `CORE_KEPT_LINKS_MISSING` where a store was not told what keeps a block. */
export function assertKeptLinks(keptLinks: KeptLinks | undefined): asserts keptLinks is KeptLinks {
  if (keptLinks !== undefined) return;
  const failure = { code: "CORE_KEPT_LINKS_MISSING" } as const;
  throw new CoreError("a store opened without keptLinks cannot sweep", failure);
}

function linksOf(block: Block, keptLinks: KeptLinks): readonly Cid[] {
  try {
    return keptLinks(block);
  } catch (cause) {
    const failure = { code: "CORE_KEPT_LINKS_FAILED", cid: block.cid } as const;
    throw new CoreError("kept links of a block could not be told", failure, { cause });
  }
}
