import { Buffer, isUtf8 as isBufferUtf8 } from "node:buffer";
import { hash } from "node:crypto";

/** Writes the SHA-256 of the bytes at `at`. Twice as fast as having Node allocate a buffer for the digest. */
export function sha256Into(bytes: Uint8Array, into: Uint8Array, at: number): void {
  Buffer.prototype.latin1Write.call(into, hash("sha256", bytes, "latin1"), at, 32);
}

/** The string whose char codes are `bytes[start, end)`; the caller has checked that all are below 128. */
export function asciiSlice(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.prototype.latin1Slice.call(bytes, start, end);
}

/** Writes the text as UTF-8 at `at` and returns how many bytes it took; the caller has made room. */
export function writeUtf8(into: Uint8Array, at: number, text: string): number {
  return Buffer.prototype.utf8Write.call(into, text, at, into.length - at);
}

/** True if `bytes[start, end)` is well-formed UTF-8. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  return isBufferUtf8(bytes.subarray(start, end));
}
