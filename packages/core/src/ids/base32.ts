import { asciiSlice } from "#native";

// Multibase base32 (RFC 4648, lower case, no padding, prefix "b") of CIDs only. multiformats does it for any
// length at 3.2 µs a CID; ids are printed and parsed on every decode and encode, so these take a tenth of it.

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const LETTERS = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const VALUES = new Uint8Array(128).fill(255);
for (let value = 0; value < 32; value++) VALUES[LETTERS[value] as number] = value;

const CID_BYTES = 36;
const CID_LETTERS = 59;
const text = new Uint8Array(CID_LETTERS);

/** The 59 letters of the 36 bytes that start at `at`. */
export function printBase32(bytes: Uint8Array, at: number): string {
  text[0] = 98;
  let written = 1;
  let pending = 0;
  let bits = 0;
  for (let index = at; index < at + CID_BYTES; index++) {
    pending = ((pending & 31) << 8) | (bytes[index] as number);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text[written++] = LETTERS[(pending >> bits) & 31] as number;
    }
  }
  text[written] = LETTERS[(pending << (5 - bits)) & 31] as number;
  return asciiSlice(text, 0, CID_LETTERS);
}

/** Writes the 36 bytes of a printed CID at `at`; false, with undefined content there, if it is not one. */
export function parseBase32(printed: string, into: Uint8Array, at: number): boolean {
  if (printed.length !== CID_LETTERS || printed.charCodeAt(0) !== 98) return false;
  let written = at;
  let pending = 0;
  let bits = 0;
  for (let index = 1; index < CID_LETTERS; index++) {
    const value = VALUES[printed.charCodeAt(index) & 127] as number;
    if (value === 255 || printed.charCodeAt(index) > 127) return false;
    pending = ((pending & 255) << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      into[written++] = (pending >> bits) & 255;
    }
  }
  return (pending & ((1 << bits) - 1)) === 0; // 58 letters carry 290 bits: the last two must be zero
}
