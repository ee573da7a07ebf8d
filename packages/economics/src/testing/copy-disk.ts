import { createMemoryDisk, type MemoryDisk } from "@icn-mesh/core";

/** The content of a disk as it is now, on another disk: a backup, or a clone. */
export function copyDisk(disk: MemoryDisk): MemoryDisk {
  const copy = createMemoryDisk();
  for (const [cid, bytes] of disk.blocks) copy.blocks.set(cid, bytes);
  for (const [name, cid] of disk.refs.entries({ limit: disk.refs.size })) copy.refs.set(name, cid);
  return copy;
}
