import { MAX_NAME_BYTES } from "../ports/storage.ts";

const encoder = new TextEncoder();

const PRINTABLE = /^[ -~]*$/;

/** True for what may name a ref or a row: 1 to 512 bytes of UTF-8, no control character, no lone surrogate. */
export function isStorageName(name: string): boolean {
  if (name.length === 0 || name.length > MAX_NAME_BYTES) return false;
  if (PRINTABLE.test(name)) return true; // nearly every name, at a tenth of the price
  return name.isWellFormed() && !/\p{Cc}/u.test(name) && encoder.encode(name).length <= MAX_NAME_BYTES;
}
