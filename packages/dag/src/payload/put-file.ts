import type { Cid, CommitResult } from "@icn-mesh/core";
import { DagError } from "../errors.ts";
import type { LeaseComponents } from "../graph/lease.ts";
import { createUpload, type Upload, type UploadEnd } from "../graph/upload.ts";
import type { LostRace } from "../records/found.ts";
import { chunksOf } from "./chunks.ts";
import { createFileTree } from "./file-tree.ts";

/** How a file is stored, and what keeps it. */
export interface PutFileOptions {
  /** What is to be committed with the last block, such as a pin: without any of it the file is garbage at once. */
  readonly keep?: (file: StoredFile) => UploadEnd;
  /** Bytes of a chunk, 1 MiB when not given. Files are only deduplicated among those with equal chunks. */
  readonly chunkBytes?: number;
  /** The largest file to take; as large as it comes when not given. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** A file in the store: its root, and the size of its content. */
export interface StoredFile {
  readonly cid: Cid;
  readonly bytes: number;
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Stores a stream of bytes as a file that IPFS tools can read: raw leaves under balanced unixfs nodes, and a small file
 * as its one raw leaf. It holds a few chunks at a time and reads on when they are durable. When the source fails, or is
 * larger than `maxBytes`, nothing is kept.
 */
export async function putFile(
  components: LeaseComponents,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: PutFileOptions = {},
): Promise<({ readonly ok: true } & StoredFile) | LostRace> {
  const upload = createUpload(components);
  try {
    const file = await uploadFile(upload, source, options);
    const result: CommitResult = await upload.finish(options.keep?.(file));
    return result.ok ? { ok: true, ...file } : result;
  } finally {
    await upload.abandon();
  }
}

async function uploadFile(
  upload: Upload,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { chunkBytes = CHUNK_BYTES, maxBytes = Number.MAX_SAFE_INTEGER, signal }: PutFileOptions,
): Promise<StoredFile> {
  const tree = createFileTree(upload);
  let left = maxBytes;
  for await (const chunk of chunksOf(source, chunkBytes)) {
    signal?.throwIfAborted();
    left -= chunk.length;
    const cid = await upload.put({ codec: "raw", bytes: chunk });
    if (left < 0)
      throw new DagError("the file is too large", { code: "DAG_FILE_TOO_LARGE", cid, bound: "bytes" });
    await tree.add({ cid, size: chunk.length, stored: chunk.length });
  }
  const { cid, size } = await tree.end();
  return { cid, bytes: size };
}
