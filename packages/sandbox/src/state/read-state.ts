import type { FetchedState } from "../guest/guest-task.ts";
import { CHUNK_BYTES, chunksOf, type GuestState, guestStateCodec, type StateOwner } from "./guest-state.ts";

/** A state put together again. */
export interface ReadState {
  readonly facts: GuestState;
  readonly buffers: ReadonlyMap<string, Uint8Array>;
}

/** The state behind a root and its chunks; text where it is none, or that of another program. */
export function readState({ root, chunks }: FetchedState, owner: StateOwner): ReadState | string {
  const decoded = guestStateCodec.decode(root);
  if (!decoded.ok) return "the state to resume from cannot be read";
  const { program, engine, fuelVersion } = decoded.value;
  if (program !== owner.program) return "the state to resume from belongs to another program";
  if (engine !== owner.engine || fuelVersion !== owner.fuelVersion) {
    return "the state to resume from was made by another version";
  }
  const buffers = joinBuffers(decoded.value, chunks);
  return buffers === undefined
    ? "the state to resume from does not have the size it says"
    : { facts: decoded.value, buffers };
}

/** The buffers out of their chunks; undefined where the chunks are not exactly those. */
function joinBuffers(
  { buffers }: GuestState,
  chunks: readonly Uint8Array[],
): ReadonlyMap<string, Uint8Array> | undefined {
  const joined = new Map<string, Uint8Array>();
  let next = 0;
  for (const { name, size } of buffers) {
    const own = chunks.slice(next, next + chunksOf(size));
    next += own.length;
    const bytes = joinChunks(own, size);
    if (bytes === undefined || joined.has(name)) return undefined;
    joined.set(name, bytes);
  }
  return next === chunks.length ? joined : undefined;
}

function joinChunks(chunks: readonly Uint8Array[], size: number): Uint8Array | undefined {
  // The sizes are a stranger's: nothing is set aside for bytes that are not there.
  if (chunks.length !== chunksOf(size)) return undefined;
  const bytes = new Uint8Array(size);
  for (const [index, chunk] of chunks.entries()) {
    const at = index * CHUNK_BYTES;
    if (chunk.length !== Math.min(CHUNK_BYTES, size - at)) return undefined;
    bytes.set(chunk, at);
  }
  return bytes;
}
