import { type Cid, type CommitResult, codecOf } from "@icn-mesh/core";
import type { LeaseComponents } from "../graph/lease.ts";
import { createUpload, type Upload, type UploadEnd } from "../graph/upload.ts";
import type { LostRace } from "../records/found.ts";
import { type CarLimits, readCar } from "./read-car.ts";

/** How much of a CAR is taken, and what keeps it. */
export interface ImportOptions extends CarLimits {
  /** What is to be committed with the last block: without a ref to what came in, it is garbage at once. */
  readonly keep?: (car: ImportedCar) => UploadEnd;
  readonly signal?: AbortSignal;
}

/** What a CAR brought. Its roots may be missing from it: a CAR may be a part of a graph. */
export interface ImportedCar {
  readonly roots: readonly Cid[];
  readonly blocks: number;
  readonly bytes: number;
}

/**
 * Stores the blocks of a CAR v1 as it streams in, each checked against its CID and its codec. It throws as `readCar`
 * does; what came before the fault may be in the store then, as good blocks that nothing keeps. Whether the graph is
 * complete is for a `walk` to say: a CAR that ends between two blocks looks like a shorter one.
 */
export async function importCar(
  components: LeaseComponents,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ImportOptions = {},
): Promise<({ readonly ok: true } & ImportedCar) | LostRace> {
  const upload = createUpload(components);
  try {
    const car = await uploadCar(upload, source, options);
    const result: CommitResult = await upload.finish(options.keep?.(car));
    return result.ok ? { ok: true, ...car } : result;
  } finally {
    await upload.abandon();
  }
}

/** Puts all blocks of a CAR into an upload, which the caller ends. */
export async function uploadCar(
  upload: Upload,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { signal, ...limits }: CarLimits & { readonly signal?: AbortSignal },
): Promise<ImportedCar> {
  const { roots, blocks } = await readCar(source, limits);
  let [count, size] = [0, 0];
  for await (const { cid, bytes } of blocks) {
    signal?.throwIfAborted();
    await upload.put({ codec: codecOf(cid), bytes }, cid);
    count++;
    size += bytes.length;
  }
  return { roots, blocks: count, bytes: size };
}
