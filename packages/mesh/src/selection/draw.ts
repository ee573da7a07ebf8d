import { type Did, type JobId, sha256 } from "@icn-mesh/core";
import { WHOLE } from "./millionths.ts";

const DRAWS = 2 ** 32;

/**
 * What chance there is in the rules: the SHA-256 of the UTF-8 text of the JobId, followed by that of an executor's
 * DID where the draw is between executors. Both texts have one length each, so nothing else has the same bytes.
 */
export function drawHash(jobId: JobId, executor?: Did): Uint8Array {
  return sha256(asciiBytes(jobId + (executor ?? "")));
}

/** Both kinds of text are ASCII, whose UTF-8 is one byte a character. */
function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Four bytes of a draw as a big-endian integer below 2³². */
export function drawAt(hash: Uint8Array, at: 0 | 4): number {
  return new DataView(hash.buffer, hash.byteOffset).getUint32(at);
}

/** True for a share of all draws, told by their first four bytes; a larger share holds every smaller one. */
export function isWithinShare(hash: Uint8Array, sharePpm: number): boolean {
  return drawAt(hash, 0) * WHOLE < sharePpm * DRAWS;
}

/** Orders draws by their bytes. */
export function compareDraws(left: Uint8Array, right: Uint8Array): number {
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at === -1 ? 0 : (left[at] as number) - (right[at] as number);
}
