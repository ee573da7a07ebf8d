import { CoreError } from "../errors.ts";
import type { Cid } from "../ids/cid.ts";
import type { Block, KeptLinks } from "../ports/storage.ts";

/** Every CID that the roots reach over kept links, themselves included; a block that is missing leads no further. */
export function reachableBlocks(
  roots: Iterable<Cid>,
  blockOf: (cid: Cid) => Uint8Array | undefined,
  keptLinks: KeptLinks,
): ReadonlySet<Cid> {
  const reached = new Set(roots);
  // A set is iterated in order of insertion and the loop meets what is added meanwhile: no stack, no recursion.
  for (const cid of reached) {
    const bytes = blockOf(cid);
    if (bytes === undefined) continue;
    for (const link of linksOf({ cid, bytes }, keptLinks)) reached.add(link);
  }
  return reached;
}

function linksOf(block: Block, keptLinks: KeptLinks): readonly Cid[] {
  try {
    return keptLinks(block);
  } catch (cause) {
    const failure = { code: "CORE_KEPT_LINKS_FAILED", cid: block.cid } as const;
    throw new CoreError("kept links of a block could not be told", failure, { cause });
  }
}
