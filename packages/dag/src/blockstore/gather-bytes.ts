import { MAX_BLOCK_BYTES } from "@icn-mesh/core";

/** All bytes of a source in one array; undefined, and no more is read, when they are more than a block has. */
export async function gatherBytes(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array,
): Promise<Uint8Array | undefined> {
  if (source instanceof Uint8Array) return source.length > MAX_BLOCK_BYTES ? undefined : source;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source) {
    length += part.length;
    if (length > MAX_BLOCK_BYTES) return undefined;
    parts.push(part);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
