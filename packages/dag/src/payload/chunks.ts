/**
 * The same bytes in chunks of one size, the last of which may be shorter; one empty chunk when there are none. It holds
 * one chunk, and asks for more only when the one before has been taken.
 */
export async function* chunksOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let chunk = new Uint8Array(size);
  let filled = 0;
  let isFirst = true;
  for await (const bytes of source) {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.subarray(at, at + size - filled);
      chunk.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < size) continue;
      yield chunk;
      [chunk, filled, isFirst] = [new Uint8Array(size), 0, false];
    }
  }
  if (filled > 0 || isFirst) yield chunk.slice(0, filled);
}
