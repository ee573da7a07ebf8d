import { type Did, didFromPublicKey } from "../ids/did.ts";

/** An account for tests, another one for every number below 256. Nobody has its key, and it may not even be one. */
export function sampleDid(number: number): Did {
  return didFromPublicKey(new Uint8Array(32).fill(number));
}
