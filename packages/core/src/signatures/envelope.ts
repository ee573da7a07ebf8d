import type { Refusal } from "../codec/refusal.ts";
import { CoreError } from "../errors.ts";
import { SIGNATURE_BYTES } from "./signature-form.ts";

/** Bytes of the largest signed record that a peer takes, envelope included. */
export const MAX_ENVELOPE_BYTES = 64 * 1024;

/** How far into an envelope its body begins. */
export const BODY_OFFSET = 76;

/** The two parts of an envelope, as views into it: who keeps one keeps the whole. */
export type OpenedEnvelope =
  | { readonly ok: true; readonly signature: Uint8Array; readonly body: Uint8Array }
  | { readonly ok: false; readonly refusal: Refusal };

/** Canonical dag-cbor of `{ sig: …64 bytes…, body: … }` up to the signature, and from there to the body. */
const BEFORE_SIGNATURE = [0xa2, 0x63, 0x73, 0x69, 0x67, 0x58, 0x40] as const; // {2}, "sig", bytes(64)
const BEFORE_BODY = [0x64, 0x62, 0x6f, 0x64, 0x79] as const; // "body"
const SIGNATURE_OFFSET = BEFORE_SIGNATURE.length;
const SIGNATURE_END = SIGNATURE_OFFSET + SIGNATURE_BYTES;

/** The wire form of a signed body. Throws `CORE_NOT_AN_ENVELOPE` for parts that no peer would open. */
export function sealEnvelope(signature: Uint8Array, body: Uint8Array): Uint8Array {
  const bytes = BODY_OFFSET + body.length;
  if (signature.length !== SIGNATURE_BYTES || body.length === 0 || bytes > MAX_ENVELOPE_BYTES) {
    throw new CoreError(
      `no envelope has a signature of ${signature.length} and a body of ${body.length} bytes`,
      {
        code: "CORE_NOT_AN_ENVELOPE",
      },
    );
  }
  const envelope = new Uint8Array(bytes);
  envelope.set(BEFORE_SIGNATURE);
  envelope.set(signature, SIGNATURE_OFFSET);
  envelope.set(BEFORE_BODY, SIGNATURE_END);
  envelope.set(body, BODY_OFFSET);
  return envelope;
}

/**
 * Takes a stranger's envelope apart without copying or decoding. Neither the body nor the signature has been judged:
 * the body is one dag-cbor item only once its codec says so.
 */
export function openEnvelope(bytes: Uint8Array, maxBytes: number = MAX_ENVELOPE_BYTES): OpenedEnvelope {
  if (bytes.length > maxBytes) return TOO_LARGE;
  if (bytes.length <= BODY_OFFSET) return MALFORMED;
  if (!hasAt(bytes, 0, BEFORE_SIGNATURE) || !hasAt(bytes, SIGNATURE_END, BEFORE_BODY)) return MALFORMED;
  return {
    ok: true,
    signature: bytes.subarray(SIGNATURE_OFFSET, SIGNATURE_END),
    body: bytes.subarray(BODY_OFFSET),
  };
}

const TOO_LARGE: OpenedEnvelope = { ok: false, refusal: { code: "CORE_TOO_LARGE" } };
const MALFORMED: OpenedEnvelope = { ok: false, refusal: { code: "CORE_MALFORMED" } };

function hasAt(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  for (let index = 0; index < expected.length; index++) {
    if (bytes[at + index] !== expected[index]) return false;
  }
  return true;
}
