import { asciiSlice, writeUtf8 } from "#native";

// Multibase base32 (RFC 4648, lower case, no padding, prefix "b") of the 36 bytes of a CID, and of nothing else.
// multiformats does it for any length, at 3 µs a CID. Ids are read and written with every record, so these do
// it in 40-bit groups: five bytes are eight letters, and the last byte is two.

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const LETTERS = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const NOT_A_LETTER = 32;
const VALUES = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = LETTERS.indexOf(code);
  return value < 0 ? NOT_A_LETTER : value;
});

const PREFIX = 98; // "b"
const CID_LETTERS = 59;
const given = new Uint8Array(CID_LETTERS * 3);
const printed = new Uint8Array(CID_LETTERS).fill(PREFIX);

/** The 59 letters of the 36 bytes that start at `at`. */
export function printBase32(bytes: Uint8Array, at: number): string {
  let to = 1;
  let from = at;
  for (; to < 57; from += 5) {
    const upper =
      ((bytes[from] as number) << 12) |
      ((bytes[from + 1] as number) << 4) |
      ((bytes[from + 2] as number) >> 4);
    const lower =
      (((bytes[from + 2] as number) & 15) << 16) |
      ((bytes[from + 3] as number) << 8) |
      (bytes[from + 4] as number);
    to = print20(lower, print20(upper, to));
  }
  const last = bytes[from] as number;
  printed[57] = LETTERS[last >> 3] as number;
  printed[58] = LETTERS[(last & 7) << 2] as number;
  return asciiSlice(printed, 0, CID_LETTERS);
}

function print20(bits: number, to: number): number {
  printed[to] = LETTERS[bits >> 15] as number;
  printed[to + 1] = LETTERS[(bits >> 10) & 31] as number;
  printed[to + 2] = LETTERS[(bits >> 5) & 31] as number;
  printed[to + 3] = LETTERS[bits & 31] as number;
  return to + 4;
}

/** Writes the 36 bytes of a printed CID at `at`; false, with undefined content there, if it is not one. */
export function parseBase32(text: string, into: Uint8Array, at: number): boolean {
  if (text.length !== CID_LETTERS || writeUtf8(given, 0, text) !== CID_LETTERS || given[0] !== PREFIX)
    return false;
  let to = at;
  for (let from = 1; from < 57; from += 8, to += 5) {
    const upper = parse20(from);
    const lower = parse20(from + 4);
    if ((upper | lower) >= 1 << 20) return false;
    into[to] = upper >> 12;
    into[to + 1] = (upper >> 4) & 255;
    into[to + 2] = ((upper & 15) << 4) | (lower >> 16);
    into[to + 3] = (lower >> 8) & 255;
    into[to + 4] = lower & 255;
  }
  const high = valueAt(57);
  const low = valueAt(58);
  into[to] = (high << 3) | (low >> 2);
  // 58 letters carry 290 bits: the last two must be zero.
  return (high | low) < NOT_A_LETTER && (low & 3) === 0;
}

/** Four letters as 20 bits, or more than that if one of them is none. */
function parse20(at: number): number {
  const a = valueAt(at);
  const b = valueAt(at + 1);
  const c = valueAt(at + 2);
  const d = valueAt(at + 3);
  return (((a | b | c | d) & NOT_A_LETTER) << 15) | (a << 15) | (b << 10) | (c << 5) | d;
}

function valueAt(at: number): number {
  return VALUES[given[at] as number] as number;
}
