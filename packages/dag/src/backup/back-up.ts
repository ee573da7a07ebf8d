import type { Cid, Clock, KeptLinks, Storage } from "@icn-mesh/core";
import { exportCar } from "../car/export-car.ts";
import { buildRefTree } from "../graph/ref-tree.ts";
import { createUpload, type Upload } from "../graph/upload.ts";
import type { PausableStorage } from "./pausable-storage.ts";

/** What a backup needs. */
export interface BackupComponents {
  readonly storage: PausableStorage;
  readonly clock: Pick<Clock, "now">;
}

/** How a backup is made. */
export interface BackupOptions {
  readonly keptLinks: KeptLinks;
  /** Told of each block that the store should have and has not; without it that is an error. */
  readonly onLeftOut?: (cid: Cid) => void;
  readonly signal?: AbortSignal;
}

/**
 * A CAR of all refs as they stand at one instant, and of all that they keep. Commits wait while the refs are read, a
 * moment, and go on while the blocks are; a lease keeps what is yet to be written. The root is that of `rootOfRefs`, so
 * backups of equal stores are equal.
 */
export async function* backUp(
  { storage, clock }: BackupComponents,
  { keptLinks, onLeftOut, signal }: BackupOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const snapshot = await storage.whilePaused((paused) => takeSnapshot({ storage: paused, clock }));
  try {
    const options = {
      keptLinks,
      maxBlocks: Number.POSITIVE_INFINITY,
      ...(onLeftOut && { onLeftOut }),
      ...(signal && { signal }),
    };
    for await (const bytes of exportCar(storage, [snapshot.root], options)) {
      await snapshot.lease.renew();
      yield bytes;
    }
  } finally {
    await snapshot.lease.abandon();
  }
}

interface Snapshot {
  readonly root: Cid;
  readonly lease: Pick<Upload, "abandon" | "renew">;
}

async function takeSnapshot(components: {
  readonly storage: Storage;
  readonly clock: Pick<Clock, "now">;
}): Promise<Snapshot> {
  const lease = createUpload(components);
  const root = await buildRefTree(components.storage.refs(""), (bytes) => lease.put({ bytes }));
  await lease.flush();
  return { root, lease };
}
