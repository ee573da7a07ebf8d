import { type Cid, cidOf } from "@icn-mesh/core";
import type { CheckpointEvent } from "../guest/guest-event.ts";
import type { GuestPort } from "../guest/guest-port.ts";
import { CHUNK_BYTES, chunksOf, type GuestState, guestStateCodec } from "./guest-state.ts";

/** What a state says besides its buffers. */
export type StateFacts = Omit<GuestState, "buffers" | "chunks" | "t">;

/** A state as it stands in memory. The buffers may be views: they are read before `write` returns. */
export interface StateImage extends Readonly<StateFacts> {
  readonly buffers: readonly (readonly [name: string, bytes: Uint8Array])[];
}

/** How a checkpoint is called. */
export type CheckpointLabel = Pick<CheckpointEvent, "checkpointId" | "percent" | "stage" | "step">;

/** Sends states out, each as the blocks that the one before did not have. */
export interface StateWriter {
  /** False, and nothing sent, where the state is larger than the limit. */
  write(image: StateImage, label: CheckpointLabel): boolean;
}

/** So many chunks go into one message: large enough to be cheap, small enough not to double the guest's memory. */
const CHUNKS_PER_EVENT = 16;
const MAX_CHUNKS = 32_768;

/** Writes through `port`; `known` are the chunks of the state that the run was resumed from. */
export function createStateWriter(
  port: GuestPort,
  checkpointBytes: number,
  known: readonly Cid[],
): StateWriter {
  let before: ReadonlySet<Cid> = new Set(known);

  let fresh: Uint8Array[] = [];

  function send(): void {
    if (fresh.length > 0) port.emit({ type: "blocks", blocks: fresh });
    fresh = [];
  }

  /** The names of all chunks; those of new content are sent on the way. */
  function writeChunks(image: StateImage): Cid[] {
    const cids: Cid[] = [];
    const now = new Set<Cid>();
    for (const chunk of chunksIn(image)) {
      const cid = cidOf(chunk, "raw");
      const isFresh = !now.has(cid) && !before.has(cid);
      cids.push(cid);
      now.add(cid);
      if (isFresh && fresh.push(chunk.slice()) === CHUNKS_PER_EVENT) send();
    }
    send();
    before = now;
    return cids;
  }

  return {
    write(image, label) {
      const sizes = image.buffers.map(([, { length }]) => length);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const chunks = sizes.reduce((sum, size) => sum + chunksOf(size), 0);
      if (total > checkpointBytes || chunks > MAX_CHUNKS) return false;
      const { buffers, ...facts } = image;
      const root = guestStateCodec.encode({
        t: "icn/guest-state/1",
        ...facts,
        chunks: writeChunks(image),
        buffers: buffers.map(([name, { length }]) => ({ name, size: length })),
      });
      port.emit({ type: "checkpoint", ...label, root: root.slice() });
      return true;
    },
  };
}

function* chunksIn({ buffers }: StateImage): Iterable<Uint8Array> {
  for (const [, bytes] of buffers) {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
  }
}
