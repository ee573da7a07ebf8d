import { asciiSlice, isUtf8 } from "#native";
import { CID_BYTES, type Cid, isCidAt, readCid } from "../ids/cid.ts";
import { DID_LETTERS, type Did, isDid } from "../ids/did.ts";
import { isName, MAX_NAME } from "./leaves.ts";
import { compareKeys, endOfValue, isAscii } from "./scan.ts";

// What generated decoders call for the parts that are not constant. Each reads at `at`, leaves the end of what
// it read in `cursor.end`, and answers undefined (or -1) for anything but the canonical form. None throws.

/** Where and why a decoder gave up. */
export interface Site {
  readonly path: string;
  /** A value of the right kind, a known type or variant, a name in order, or a field of this object. */
  readonly expected: "value" | "type" | "variant" | "name" | "key";
  /** Where a field was expected: the object's own path and the names of its fields. */
  readonly object?: { readonly path: string; readonly names: readonly string[] };
}

/** Where the last read ended, or where and why it gave up. One for the process: decoding is synchronous. */
export const cursor: { end: number; at: number; site: Site; data: number } = {
  end: 0,
  at: 0,
  site: { path: "", expected: "value" },
  /** How often `Data` was read, ever: only the scan can judge its depth inside the whole. */
  data: 0,
};

/** Notes where reading stopped; the undefined that it returns is the answer of the decoder. */
export function giveUp(site: Site, at: number): undefined {
  cursor.site = site;
  cursor.at = at;
  return undefined;
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The argument of a head of this major type, in its shortest form and at most 2⁵³ − 1; -1 otherwise. */
export function readHead(bytes: Uint8Array, at: number, major: number): number {
  if (at >= bytes.length) return -1;
  const first = (bytes[at] as number) - major;
  if (first < 24) {
    cursor.end = at + 1;
    return first < 0 ? -1 : first;
  }
  return first > 27 ? -1 : readLongHead(bytes, at + 1, first);
}

function readLongHead(bytes: Uint8Array, at: number, size: number): number {
  const end = at + (1 << (size - 24));
  if (end > bytes.length) return -1;
  cursor.end = end;
  if (size === 24) return atLeast(24, bytes[at] as number);
  if (size === 25) return atLeast(0x100, (bytes[at] as number) * 256 + (bytes[at + 1] as number));
  const word = readWord(bytes, at);
  if (size === 26) return atLeast(0x10000, word);
  return word > 0x1fffff ? -1 : atLeast(0x100000000, word * 0x100000000 + readWord(bytes, at + 4));
}

function atLeast(smallest: number, value: number): number {
  return value < smallest ? -1 : value;
}

function readWord(bytes: Uint8Array, at: number): number {
  const upper = (bytes[at] as number) * 256 + (bytes[at + 1] as number);
  return upper * 0x10000 + (bytes[at + 2] as number) * 256 + (bytes[at + 3] as number);
}

/** An amount of at most 2⁶³ − 1. */
export function readAmount(bytes: Uint8Array, at: number): bigint | undefined {
  const small = readHead(bytes, at, 0);
  if (small >= 0) return BigInt(small);
  if (bytes[at] !== 27 || at + 9 > bytes.length) return undefined;
  const upper = readWord(bytes, at + 1);
  if (upper <= 0x1fffff || upper > 0x7fffffff) return undefined; // the smaller ones were read above
  cursor.end = at + 9;
  return (BigInt(upper) << 32n) | BigInt(readWord(bytes, at + 5));
}

/** Text of at most `max` UTF-16 units. */
export function readText(bytes: Uint8Array, at: number, max: number): string | undefined {
  const length = readHead(bytes, at, 0x60);
  const start = cursor.end;
  const end = start + length;
  if (length < 0 || length > max * 3 || end > bytes.length) return undefined;
  cursor.end = end;
  if (!isAscii(bytes, start, end)) return readUtf8(bytes, start, max);
  return length > max ? undefined : asciiSlice(bytes, start, end);
}

/** Text up to the cursor with letters of more than one byte. */
function readUtf8(bytes: Uint8Array, start: number, max: number): string | undefined {
  if (!isUtf8(bytes, start, cursor.end)) return undefined;
  const text = utf8.decode(bytes.subarray(start, cursor.end));
  return text.length > max ? undefined : text;
}

/** A name that sorts after the one before it, which stands from `last` to `lastEnd` (-1: there is none). */
// biome-ignore lint/complexity/useMaxParams: generated code calls it per value; an object per call would cost more than the work
export function readName(bytes: Uint8Array, at: number, last: number, lastEnd: number): string | undefined {
  const found = readText(bytes, at, MAX_NAME);
  if (found === undefined || !isName(found)) return undefined;
  return last >= 0 && compareKeys(bytes, last, lastEnd, at) >= 0 ? undefined : found;
}

/** A byte string of at most `max` bytes, as a view of the input. */
export function readBytes(bytes: Uint8Array, at: number, max: number): Uint8Array | undefined {
  const length = readHead(bytes, at, 0x40);
  const start = cursor.end;
  if (length < 0 || length > max || start + length > bytes.length) return undefined;
  cursor.end = start + length;
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, length);
}

/** A link to a block of this mesh. */
export function readLink(bytes: Uint8Array, at: number): Cid | undefined {
  if (!isLinkAt(bytes, at)) return undefined;
  cursor.end = at + 5 + CID_BYTES;
  return readCid(bytes, at + 5);
}

function isLinkAt(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0xd8 &&
    bytes[at + 1] === 42 &&
    bytes[at + 2] === 0x58 &&
    bytes[at + 3] === CID_BYTES + 1 &&
    bytes[at + 4] === 0 &&
    isCidAt(bytes, at + 5)
  );
}

/** The text of a DID. */
export function readDid(bytes: Uint8Array, at: number): Did | undefined {
  if (bytes[at] !== 0x78 || bytes[at + 1] !== DID_LETTERS) return undefined;
  const text = readText(bytes, at, DID_LETTERS);
  return isDid(text) ? text : undefined;
}

/** The value of the field `type` of the map at `at`, to choose among the variants of a union; leaves no cursor. */
export function peekType(bytes: Uint8Array, at: number): string | undefined {
  const count = readHead(bytes, at, 0xa0);
  let next = cursor.end;
  for (let index = 0; index < count; index++) {
    const found = isTypeKey(bytes, next);
    next = endOfValue(bytes, next);
    if (next < 0) return undefined;
    if (found) return readText(bytes, next, 64);
    next = endOfValue(bytes, next);
    if (next < 0) return undefined;
  }
  return undefined;
}

function isTypeKey(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x64 &&
    bytes[at + 1] === 116 &&
    bytes[at + 2] === 121 &&
    bytes[at + 3] === 112 &&
    bytes[at + 4] === 101
  );
}

/** The text of the field `t`, which stands first in the map of every record; undefined if it does not. */
export function peekRecordType(bytes: Uint8Array): string | undefined {
  const fields = readHead(bytes, 0, 0xa0);
  const at = cursor.end;
  return fields > 0 && bytes[at] === 0x61 && bytes[at + 1] === 116 ? readText(bytes, at + 2, 64) : undefined;
}
