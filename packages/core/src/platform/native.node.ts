import { Buffer } from "node:buffer";
import { hash } from "node:crypto";

/** SHA-256 of the bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash("sha256", bytes, "buffer");
}

/** The string whose char codes are `bytes[start, end)`; the caller has checked that all are below 128. */
export function asciiSlice(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.prototype.latin1Slice.call(bytes, start, end);
}
