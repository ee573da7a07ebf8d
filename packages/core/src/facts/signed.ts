import type * as z from "zod";
import type { RecordBody, RecordDefinition, Slot } from "../codec/define-record.ts";
import type { Decoded } from "../codec/refusal.ts";
import { CoreError } from "../errors.ts";
import { type Cid, cidOf } from "../ids/cid.ts";
import type { Signer } from "../ports/signer.ts";
import type { SignatureClaim, Verifier } from "../ports/verifier.ts";
import { openEnvelope, sealEnvelope } from "../signatures/envelope.ts";

/** A body with a signature that nobody has checked yet. The bytes are those that were received, never a re-encoding. */
export interface Signed<Body> {
  /** The CID of the body, which is the name of the fact. */
  readonly cid: Cid;
  readonly body: Body;
  readonly slot: Slot;
  readonly bytes: Uint8Array;
  readonly sig: Uint8Array;
}

/** A fact whose signature holds. Only `signRecord`, `verifySigned` and `verifySignedMany` make one. */
export type Verified<Body> = Signed<Body> & z.$brand<"Verified">;

/** Encodes and signs a body. Throws if the signer is not the account that the body names in `by`. */
export async function signRecord<Body extends RecordBody>(
  definition: RecordDefinition<Body>,
  body: Body,
  signer: Signer,
): Promise<Verified<Body>> {
  if (signer.did !== body.by) {
    throw new CoreError(`${signer.did} cannot sign for ${body.by}`, {
      code: "CORE_SIGNER_MISMATCH",
      by: body.by,
    });
  }
  const bytes = definition.codec.encode(body);
  const sig = await signer.sign(bytes);
  return signedOf(definition, { body, bytes, sig }) as Verified<Body>;
}

/** Reads a record of this kind off the wire, through the whole gate but for the signature. */
export function openRecord<Body extends RecordBody>(
  definition: RecordDefinition<Body>,
  envelope: Uint8Array,
): Decoded<Signed<Body>> {
  const opened = openEnvelope(envelope);
  if (!opened.ok) return opened;
  return readRecord(definition, opened.body, opened.signature);
}

/** Reads a record whose body and signature are stored apart. */
export function readRecord<Body extends RecordBody>(
  definition: RecordDefinition<Body>,
  bytes: Uint8Array,
  sig: Uint8Array,
): Decoded<Signed<Body>> {
  const decoded = definition.codec.decode(bytes);
  if (!decoded.ok) return decoded;
  return { ok: true, value: signedOf(definition, { body: decoded.value, bytes, sig }) };
}

/** The bytes that go over the wire. */
export function sealRecord(signed: Signed<unknown>): Uint8Array {
  return sealEnvelope(signed.sig, signed.bytes);
}

/** What there is to check about a signed record. */
export function claimOf<Body extends RecordBody>({ body, bytes, sig }: Signed<Body>): SignatureClaim {
  return { by: body.by, message: bytes, signature: sig };
}

/** The same record as a fact, if its signature holds. */
export function verifySigned<Body extends RecordBody>(
  signed: Signed<Body>,
  verifier: Verifier,
): Decoded<Verified<Body>> {
  return verifiedOf(signed, verifier.verify(claimOf(signed)));
}

/** The same for many records, in order, and perhaps on other threads. */
export async function verifySignedMany<Body extends RecordBody>(
  records: readonly Signed<Body>[],
  verifier: Verifier,
  options?: { readonly signal?: AbortSignal },
): Promise<Decoded<Verified<Body>>[]> {
  const verdicts = await verifier.verifyMany(records.map(claimOf), options);
  return records.map((signed, index) => verifiedOf(signed, verdicts[index] === true));
}

function verifiedOf<Body>(signed: Signed<Body>, holds: boolean): Decoded<Verified<Body>> {
  if (holds) return { ok: true, value: signed as Verified<Body> };
  return { ok: false, refusal: { code: "CORE_BAD_SIGNATURE" } };
}

function signedOf<Body>(
  definition: RecordDefinition<Body>,
  parts: Pick<Signed<Body>, "body" | "bytes" | "sig">,
): Signed<Body> {
  const cid = cidOf(parts.bytes);
  return { ...parts, cid, slot: definition.slotOf(parts.body, cid) };
}
