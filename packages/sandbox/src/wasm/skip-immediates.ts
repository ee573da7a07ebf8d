import { type ByteCursor, readByte, readCount, readU32, refuse, skipBytes, skipLeb } from "./byte-cursor.ts";
import { BULK_PREFIX, SIMD_PREFIX } from "./instruction-row.ts";
import { IMMEDIATES_OF, immediatesNumber } from "./instruction-table.ts";
import { MODULE_BOUNDS } from "./module-bounds.ts";
import { readValueType } from "./value-type.ts";

/** The code of the next instruction; refused, and 0, where there is none that a module may use. */
export function readInstruction(cursor: ByteCursor): number {
  const at = cursor.at;
  const byte = readByte(cursor);
  const code = byte === 0xfc || byte === 0xfd ? readPrefixed(cursor, byte) : byte;
  if (IMMEDIATES_OF[code] !== 0 && code >= 0) return code;
  cursor.at = at;
  refuse(cursor, "unsupported", unsupported(byte, code));
  return 0;
}

function readPrefixed(cursor: ByteCursor, prefix: number): number {
  const sub = readU32(cursor);
  if (sub > 0xff) return -1;
  return (prefix === 0xfc ? BULK_PREFIX : SIMD_PREFIX) + sub;
}

function unsupported(byte: number, code: number): string {
  const feature = FEATURES.find(({ opcodes }) => opcodes.includes(byte));
  if (feature !== undefined) return feature.name;
  if (byte === 0xfd) return code < 0 ? "relaxed SIMD" : "an unknown SIMD instruction";
  return byte === 0xfc ? "wide arithmetic" : `instruction 0x${byte.toString(16)}`;
}

const FEATURES: readonly { readonly name: string; readonly opcodes: readonly number[] }[] = [
  { name: "tail calls", opcodes: [0x12, 0x13] },
  { name: "exceptions", opcodes: [0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, 0x1f] },
  { name: "typed references", opcodes: [0x14, 0x15, 0xd3, 0xd4, 0xd5, 0xd6] },
  { name: "garbage collection", opcodes: [0xfb] },
  { name: "threads", opcodes: [0xfe] },
];

const NONE = immediatesNumber("none");
const INDEX = immediatesNumber("index");

/** Passes over what stands behind an opcode. */
export function skipImmediates(cursor: ByteCursor, code: number): void {
  const immediates = IMMEDIATES_OF[code] as number;
  if (immediates === NONE) return;
  if (immediates === INDEX) skipLeb(cursor);
  else SKIP[immediates]?.(cursor);
}

const SKIP: Readonly<Record<number, (cursor: ByteCursor) => void>> = {
  [immediatesNumber("two-indexes")]: (cursor) => {
    skipLeb(cursor);
    skipLeb(cursor);
  },
  [immediatesNumber("block-type")]: skipLeb,
  [immediatesNumber("i32")]: skipLeb,
  [immediatesNumber("i64")]: skipLeb,
  [immediatesNumber("f32")]: (cursor) => skipBytes(cursor, 4),
  [immediatesNumber("f64")]: (cursor) => skipBytes(cursor, 8),
  [immediatesNumber("v128")]: (cursor) => skipBytes(cursor, 16),
  [immediatesNumber("lanes")]: (cursor) => skipBytes(cursor, 16),
  [immediatesNumber("lane")]: readByte,
  [immediatesNumber("memarg")]: skipMemarg,
  [immediatesNumber("memarg-lane")]: (cursor) => {
    skipMemarg(cursor);
    readByte(cursor);
  },
  [immediatesNumber("value-types")]: (cursor) => {
    for (let left = readCount(cursor, "types of a select", 1); left > 0; left--) readValueType(cursor);
  },
  [immediatesNumber("heap-type")]: readValueType,
  [immediatesNumber("targets")]: (cursor) => {
    for (let left = readCount(cursor, "targets", MODULE_BOUNDS.targets); left >= 0; left--) skipLeb(cursor);
  },
};

function skipMemarg(cursor: ByteCursor): void {
  const alignment = readByte(cursor);
  if (alignment >= 0x40) refuse(cursor, "unsupported", "more than one memory");
  skipLeb(cursor);
}
