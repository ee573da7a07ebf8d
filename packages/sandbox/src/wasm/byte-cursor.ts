import type { ModuleRefusal, RefusalReason } from "./module-refusal.ts";

/**
 * A place in the bytes of a module. Reading past the end refuses and gives zeros, so that readers need to look at
 * `refusal` only where they loop; the first refusal stays.
 */
export interface ByteCursor {
  readonly bytes: Uint8Array;
  at: number;
  end: number;
  refusal: ModuleRefusal | undefined;
}

/** A cursor over all bytes. */
export function createByteCursor(bytes: Uint8Array): ByteCursor {
  return { bytes, at: 0, end: bytes.length, refusal: undefined };
}

/** Notes why the module is not run, unless that is settled already. */
export function refuse(cursor: ByteCursor, reason: RefusalReason, message: string): void {
  cursor.refusal ??= { ok: false, reason, message, offset: cursor.at };
}

/** The next byte; 0 past the end. */
export function readByte(cursor: ByteCursor): number {
  if (cursor.at >= cursor.end) {
    refuse(cursor, "malformed", "the module ends too early");
    return 0;
  }
  return cursor.bytes[cursor.at++] as number;
}

/** An unsigned LEB128 of 32 bits. */
export function readU32(cursor: ByteCursor): number {
  const first = readByte(cursor);
  return first < 0x80 ? first : readLongU32(cursor, first & 0x7f);
}

function readLongU32(cursor: ByteCursor, lowest: number): number {
  let value = lowest;
  for (let shift = 7; shift < 35; shift += 7) {
    const next = readByte(cursor);
    value += (next & 0x7f) * 2 ** shift;
    if (next < 0x80) return value;
  }
  refuse(cursor, "malformed", "a number is longer than 32 bits");
  return 0;
}

/** Passes over a LEB128 of at most ten bytes. */
export function skipLeb(cursor: ByteCursor): void {
  for (let length = 0; length < 10; length++) {
    if (readByte(cursor) < 0x80) return;
  }
  refuse(cursor, "malformed", "a number is longer than 64 bits");
}

/** Passes over bytes. */
export function skipBytes(cursor: ByteCursor, length: number): void {
  if (length > cursor.end - cursor.at) {
    refuse(cursor, "malformed", "the module ends too early");
    cursor.at = cursor.end;
    return;
  }
  cursor.at += length;
}

/** A number of things that follow, refused when it is above `most`; then 0. */
export function readCount(cursor: ByteCursor, what: string, most: number): number {
  const at = cursor.at;
  const count = readU32(cursor);
  if (count <= most) return count;
  cursor.refusal ??= {
    ok: false,
    reason: "too-many",
    message: `${count} ${what}; ${most} at most`,
    offset: at,
  };
  return 0;
}

/** A text with its length before it. */
export function readName(cursor: ByteCursor): string {
  const length = readU32(cursor);
  const start = cursor.at;
  skipBytes(cursor, length);
  return new TextDecoder().decode(cursor.bytes.subarray(start, cursor.at));
}
