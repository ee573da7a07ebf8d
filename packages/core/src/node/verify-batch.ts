import { publicKeyOf } from "../ids/did.ts";
import type { SignatureClaim } from "../ports/verifier.ts";
import { KEY_BYTES, SIGNATURE_BYTES } from "../signatures/signature-form.ts";
import type { SignatureRule } from "../signatures/signature-rule.ts";

// A batch is one buffer, because a thread takes over a buffer for the price of a pointer and copies an array of
// objects field by field. Claim after claim: length of the message (4 bytes), key, signature, message.

const LENGTH_BYTES = 4;
const KEY_OFFSET = LENGTH_BYTES;
const SIGNATURE_OFFSET = KEY_OFFSET + KEY_BYTES;
const MESSAGE_OFFSET = SIGNATURE_OFFSET + SIGNATURE_BYTES;

/** How much room a claim takes in a batch. */
export function packedBytes({ message }: SignatureClaim): number {
  return MESSAGE_OFFSET + message.length;
}

/** Copies claims, each with a 64-byte signature, into a buffer of `bytes`, the sum of their `packedBytes`. */
export function packBatch(claims: readonly SignatureClaim[], bytes: number): ArrayBuffer {
  const packed = new Uint8Array(bytes);
  const lengths = new DataView(packed.buffer);
  let at = 0;
  for (const { by, signature, message } of claims) {
    lengths.setUint32(at, message.length);
    packed.set(publicKeyOf(by), at + KEY_OFFSET);
    packed.set(signature, at + SIGNATURE_OFFSET);
    packed.set(message, at + MESSAGE_OFFSET);
    at += MESSAGE_OFFSET + message.length;
  }
  return packed.buffer;
}

/** Judges a batch: one byte per claim, 1 where it holds. */
export function judgeBatch(batch: ArrayBuffer, rule: SignatureRule): Uint8Array {
  const packed = new Uint8Array(batch);
  const lengths = new DataView(batch);
  const verdicts: boolean[] = [];
  for (let at = 0; at < packed.length; ) {
    const end = at + MESSAGE_OFFSET + lengths.getUint32(at);
    const key = packed.subarray(at + KEY_OFFSET, at + SIGNATURE_OFFSET);
    const signature = packed.subarray(at + SIGNATURE_OFFSET, at + MESSAGE_OFFSET);
    verdicts.push(rule(signature, packed.subarray(at + MESSAGE_OFFSET, end), key));
    at = end;
  }
  return Uint8Array.from(verdicts, Number);
}
