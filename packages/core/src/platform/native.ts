import { sha256 } from "@noble/hashes/sha2.js";

// What a browser has to do in JavaScript. Node takes `native.node.ts` instead, by the `#native` import of
// package.json; both export the same names and must give the same results.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Writes the SHA-256 of the bytes at `at`. */
export function sha256Into(bytes: Uint8Array, into: Uint8Array, at: number): void {
  into.set(sha256(bytes), at);
}

/** The string whose char codes are `bytes[start, end)`; the caller has checked that all are below 128. */
export function asciiSlice(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at += 4096) {
    text += String.fromCharCode.apply(
      null,
      bytes.subarray(at, Math.min(end, at + 4096)) as unknown as number[],
    );
  }
  return text;
}

/** Writes the text as UTF-8 at `at` and returns how many bytes it took; the caller has made room. */
export function writeUtf8(into: Uint8Array, at: number, text: string): number {
  return encoder.encodeInto(text, into.subarray(at)).written;
}

/** True if `bytes[start, end)` is well-formed UTF-8. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  try {
    decoder.decode(bytes.subarray(start, end));
    return true;
  } catch {
    return false; // the decoder is a fatal one, and this is how it answers
  }
}
