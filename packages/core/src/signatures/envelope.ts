import type { Refusal } from "../codec/refusal.ts";
import { CoreError } from "../errors.ts";
import { SIGNATURE_BYTES } from "./signature-form.ts";

/** Bytes of the largest signed record that a peer takes, envelope included. */
export const MAX_ENVELOPE_BYTES = 64 * 1024;

/** How far into an envelope its body begins. */
export const BODY_OFFSET = 76;

/** Bytes of the largest body that an envelope has room for. */
export const MAX_BODY_BYTES = MAX_ENVELOPE_BYTES - BODY_OFFSET;

/** The two parts of an envelope, as views into it: who keeps one keeps the whole. */
export type OpenedEnvelope =
  | { readonly ok: true; readonly signature: Uint8Array; readonly body: Uint8Array }
  | { readonly ok: false; readonly refusal: Refusal };

const SIGNATURE_OFFSET = 7;
const SIGNATURE_END = SIGNATURE_OFFSET + SIGNATURE_BYTES;

/** Canonical dag-cbor of `{ sig: …64 bytes…, body: … }` up to the body, with room for the signature. */
const HEADER = Uint8Array.of(
  ...[0xa2, 0x63, 0x73, 0x69, 0x67, 0x58, 0x40], // a map of two, "sig", 64 bytes
  ...new Uint8Array(SIGNATURE_BYTES),
  ...[0x64, 0x62, 0x6f, 0x64, 0x79], // "body"
);

/** The wire form of a signed body. Throws `CORE_NOT_AN_ENVELOPE` for parts that no peer would open. */
export function sealEnvelope(signature: Uint8Array, body: Uint8Array): Uint8Array {
  const bytes = BODY_OFFSET + body.length;
  if (signature.length !== SIGNATURE_BYTES || body.length === 0 || bytes > MAX_ENVELOPE_BYTES) {
    const parts = `a signature of ${signature.length} and a body of ${body.length} bytes`;
    throw new CoreError(`no envelope has ${parts}`, { code: "CORE_NOT_AN_ENVELOPE" });
  }
  const envelope = new Uint8Array(bytes);
  envelope.set(HEADER);
  envelope.set(signature, SIGNATURE_OFFSET);
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
  if (!hasHeader(bytes, 0, SIGNATURE_OFFSET)) return MALFORMED;
  if (!hasHeader(bytes, SIGNATURE_END, BODY_OFFSET)) return MALFORMED;
  return {
    ok: true,
    signature: bytes.subarray(SIGNATURE_OFFSET, SIGNATURE_END),
    body: bytes.subarray(BODY_OFFSET),
  };
}

const TOO_LARGE: OpenedEnvelope = { ok: false, refusal: { code: "CORE_TOO_LARGE" } };
const MALFORMED: OpenedEnvelope = { ok: false, refusal: { code: "CORE_MALFORMED" } };

function hasHeader(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== HEADER[at]) return false;
  }
  return true;
}
