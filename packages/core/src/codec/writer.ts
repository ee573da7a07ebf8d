import { encode as encodeCbor, Token, Type } from "cborg";
import { CID } from "multiformats/cid";
import { writeUtf8 } from "#native";
import { CoreError } from "../errors.ts";
import { CID_BYTES, writeCid } from "../ids/cid.ts";

// What generated encoders call for the parts that are not constant. Each writes at `at` and returns where it
// ended, or throws `CORE_CANNOT_ENCODE`; room was computed from the shape beforehand, so none checks for space.

/** The error of a value that its own codec would refuse to read back. */
export function cannotEncode(codec: string, path: string): CoreError {
  const where = path === "" ? "" : `: see ${path}`;
  return new CoreError(`this value is not a ${codec}${where}`, { code: "CORE_CANNOT_ENCODE", codec, path });
}

const utf8 = new TextEncoder();

/** How often `Data` was written, ever: only the scan can judge its depth inside the whole. */
export const written = { data: 0 };

/** A CBOR head: major type in the upper three bits, the argument in its shortest form. */
// biome-ignore lint/complexity/useMaxParams: generated code calls it per value; an object per call would cost more than the work
export function writeHead(into: Uint8Array, at: number, major: number, argument: number): number {
  if (argument < 24) {
    into[at] = major | argument;
    return at + 1;
  }
  if (argument < 0x100) {
    into[at] = major | 24;
    into[at + 1] = argument;
    return at + 2;
  }
  if (argument < 0x10000) {
    into[at] = major | 25;
    into[at + 1] = argument >> 8;
    into[at + 2] = argument & 255;
    return at + 3;
  }
  if (argument < 0x100000000) {
    into[at] = major | 26;
    return writeWord(into, at + 1, argument);
  }
  into[at] = major | 27;
  return writeWord(into, writeWord(into, at + 1, Math.floor(argument / 0x100000000)), argument >>> 0);
}

function writeWord(into: Uint8Array, at: number, word: number): number {
  into[at] = word >>> 24;
  into[at + 1] = (word >>> 16) & 255;
  into[at + 2] = (word >>> 8) & 255;
  into[at + 3] = word & 255;
  return at + 4;
}

/** A bigint of at most 64 bits. */
export function writeAmount(into: Uint8Array, at: number, amount: bigint): number {
  if (amount <= 0x1fffffffffffffn) return writeHead(into, at, 0, Number(amount));
  into[at] = 27;
  return writeWord(into, writeWord(into, at + 1, Number(amount >> 32n)), Number(amount & 0xffffffffn));
}

/** Text, in one pass while its length in bytes is its length in letters. */
export function writeText(into: Uint8Array, at: number, text: string): number {
  const length = text.length;
  const start = writeHead(into, at, 0x60, length);
  if (length > LONGEST_LOOP) {
    const written = writeUtf8(into, start, text);
    return written === length ? start + written : rewriteText(into, at, text);
  }
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 127) return rewriteText(into, at, text);
    into[start + index] = unit;
  }
  return start + length;
}

const LONGEST_LOOP = 16; // beyond it a native call is cheaper

/** Text with letters that take more than one byte, behind the head that fits. */
function rewriteText(into: Uint8Array, at: number, text: string): number {
  return writeBytes(into, at, utf8.encode(text), 0x60);
}

/** The bytes of a text by itself. */
export function encodeText(text: string): Uint8Array {
  const room = new Uint8Array(9 + text.length * 3);
  return room.slice(0, writeText(room, 0, text));
}

/** A byte string. */
// biome-ignore lint/complexity/useMaxParams: generated code calls it per value; an object per call would cost more than the work
export function writeBytes(into: Uint8Array, at: number, bytes: Uint8Array, major = 0x40): number {
  return writeRaw(into, writeHead(into, at, major, bytes.length), bytes);
}

/** Bytes as they are: a part that was encoded before. */
export function writeRaw(into: Uint8Array, at: number, bytes: Uint8Array): number {
  into.set(bytes, at);
  return at + bytes.length;
}

/** A link: tag 42 over a byte string of the prefix 0 and the CID; -1 if the text is no CID. */
export function writeLink(into: Uint8Array, at: number, cid: unknown): number {
  if (typeof cid !== "string") return -1;
  into[at] = 0xd8;
  into[at + 1] = 42;
  into[at + 2] = 0x58;
  into[at + 3] = CID_BYTES + 1;
  into[at + 4] = 0;
  return writeCid(cid, into, at + 5) ? at + 5 + CID_BYTES : -1;
}

/** Any value as dag-cbor, by the general library: links are CID objects, maps objects or Maps. */
export function encodeWire(value: unknown): Uint8Array {
  const bytes = encodeCbor(value, {
    typeEncoders: { Object: linkOrMap, undefined: refuse, number: integer },
  });
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length); // in Node the library hands out Buffers
}

function linkOrMap(value: unknown): Token[] | null {
  const cid = CID.asCID(value);
  if (cid === null) return null;
  const bytes = new Uint8Array(CID_BYTES + 1);
  bytes.set(cid.bytes.length === CID_BYTES ? cid.bytes : refuse(), 1);
  return [new Token(Type.tag, 42), new Token(Type.bytes, bytes)];
}

function integer(value: number): null {
  return Number.isSafeInteger(value) ? null : refuse();
}

function refuse(): never {
  throw cannotEncode("dag-cbor", "");
}
