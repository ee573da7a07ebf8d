import type { Cid, KeptLinks, RefChange, Storage } from "@icn-mesh/core";
import { uploadCar } from "../car/import-car.ts";
import type { CarLimits } from "../car/read-car.ts";
import { DagError } from "../errors.ts";
import type { LeaseComponents } from "../graph/lease.ts";
import { readRefTree } from "../graph/ref-tree.ts";
import { createUpload } from "../graph/upload.ts";
import { walk } from "../graph/walk.ts";
import type { LostRace } from "../records/found.ts";

/** What a restore needs. */
export interface RestoreComponents extends LeaseComponents {
  readonly storage: Pick<Storage, "commit" | "get" | "ref">;
}

/** How a backup is read back. */
export interface RestoreOptions extends CarLimits {
  readonly keptLinks: KeptLinks;
  readonly signal?: AbortSignal;
}

/** What was restored. */
export interface Restored {
  readonly root: Cid;
  readonly refs: number;
  readonly blocks: number;
}

/**
 * Reads a backup into a store and, once all that its refs keep is there, sets all refs in one commit: all or none. A
 * ref that already points elsewhere is a lost race. A second run of an interrupted restore goes on from what is there.
 * Throws `DAG_BACKUP_INCOMPLETE` for a backup that lacks a block, before it has set a ref.
 */
export async function restore(
  components: RestoreComponents,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { keptLinks, ...options }: RestoreOptions,
): Promise<({ readonly ok: true } & Restored) | LostRace> {
  const { storage } = components;
  const upload = createUpload(components);
  try {
    const { roots, blocks } = await uploadCar(upload, source, options);
    const [root] = roots;
    if (root === undefined)
      throw new DagError("a backup has a root", { code: "DAG_CAR_REFUSED", reason: "malformed-car" });
    await upload.flush();
    const refs = await changesTo(storage, root);
    await assertComplete(storage, root, keptLinks);
    const result = await upload.finish({ refs });
    return result.ok ? { ok: true, root, refs: refs.length, blocks } : result;
  } finally {
    await upload.abandon();
  }
}

async function changesTo(storage: Pick<Storage, "get" | "ref">, root: Cid): Promise<RefChange[]> {
  const changes: RefChange[] = [];
  for await (const { name, cid } of readRefTree(storage, root)) {
    const isThere = (await storage.ref(name)) === cid;
    changes.push({ name, expect: isThere ? cid : null, to: cid });
  }
  return changes;
}

async function assertComplete(storage: Pick<Storage, "get">, root: Cid, keptLinks: KeptLinks): Promise<void> {
  const bounds = { keptLinks, maxBlocks: Number.POSITIVE_INFINITY };
  for await (const { type, cid } of walk(storage, [root], bounds)) {
    if (type !== "block") {
      throw new DagError(`the backup lacks ${cid}`, { code: "DAG_BACKUP_INCOMPLETE", cid });
    }
  }
}
