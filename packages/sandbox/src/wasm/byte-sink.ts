/** Bytes that grow at their end. */
export interface ByteSink {
  bytes: Uint8Array<ArrayBuffer>;
  length: number;
}

/** An empty sink with some room, which doubles whenever it is full. */
export function createByteSink(room: number): ByteSink {
  return { bytes: new Uint8Array(Math.max(64, room)), length: 0 };
}

function makeRoom(sink: ByteSink, bytes: number): void {
  const needed = sink.length + bytes;
  if (needed <= sink.bytes.length) return;
  const larger = new Uint8Array(Math.max(needed, sink.bytes.length * 2));
  larger.set(sink.bytes.subarray(0, sink.length));
  sink.bytes = larger;
}

/** Appends one byte. */
export function writeByte(sink: ByteSink, byte: number): void {
  if (sink.length === sink.bytes.length) makeRoom(sink, 1);
  sink.bytes[sink.length++] = byte;
}

/** Appends bytes. */
export function writeBytes(sink: ByteSink, bytes: ArrayLike<number>): void {
  makeRoom(sink, bytes.length);
  if (bytes.length > LONGEST_LOOP) sink.bytes.set(bytes, sink.length);
  else for (let at = 0; at < bytes.length; at++) sink.bytes[sink.length + at] = bytes[at] as number;
  sink.length += bytes.length;
}

/** Appends `source[from, to)`. */
// biome-ignore lint/complexity/useMaxParams: called once per edit of a module, where a view would cost more than the copy
export function copyBytes(sink: ByteSink, source: Uint8Array, from: number, to: number): void {
  makeRoom(sink, to - from);
  if (to - from > LONGEST_LOOP) sink.bytes.set(source.subarray(from, to), sink.length);
  else for (let at = from; at < to; at++) sink.bytes[sink.length + at - from] = source[at] as number;
  sink.length += to - from;
}

const LONGEST_LOOP = 48; // beyond it a native copy is cheaper

/** Appends an unsigned LEB128. */
export function writeU32(sink: ByteSink, value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    writeByte(sink, (rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  writeByte(sink, rest);
}

/** How many bytes `writeU32` appends. */
export function lengthOfU32(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
  return length;
}

/** Appends a signed LEB128 of a safe integer. */
export function writeSigned(sink: ByteSink, value: number): void {
  let rest = value;
  while (rest < -0x40 || rest > 0x3f) {
    const low = ((rest % 0x80) + 0x80) % 0x80;
    writeByte(sink, low + 0x80);
    rest = (rest - low) / 0x80;
  }
  writeByte(sink, ((rest % 0x80) + 0x80) % 0x80);
}

/** What was written, in an array of its own. */
export function sinkBytes(sink: ByteSink): Uint8Array<ArrayBuffer> {
  return sink.bytes.slice(0, sink.length);
}
