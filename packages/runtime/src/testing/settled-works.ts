import type { MemoryDisk } from "@icn-mesh/core";
import { workRecord } from "../executor/mesh-tasks/work-record.ts";
import { WORK } from "../job/ref-names.ts";

/** How many works on the disk of a node are settled, so that it only keeps them ready for managers that may come back. */
export function settledWorks({ refs, blocks }: MemoryDisk): number {
  let settled = 0;
  for (const [name, cid] of refs.entries({ from: WORK, limit: refs.size })) {
    if (!name.startsWith(WORK)) break;
    const bytes = blocks.get(cid);
    const read = bytes && workRecord.codec.decode(bytes);
    if (read?.ok && read.value.phase === "settled") settled += 1;
  }
  return settled;
}
