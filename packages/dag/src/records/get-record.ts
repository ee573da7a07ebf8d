import {
  type Cid,
  type Codec,
  codecOf,
  type Decoded,
  type RecordBody,
  type RecordDefinition,
  readRecord,
  type Signed,
  type SignedLink,
  type Storage,
} from "@icn-mesh/core";
import type { Found } from "./found.ts";

/** Reads a block through the whole gate of a codec. */
export async function getValue<T>(
  storage: Pick<Storage, "get">,
  codec: Codec<T>,
  cid: Cid,
): Promise<Found<T>> {
  return find(storage, cid, (bytes) => codec.decode(bytes));
}

/**
 * Reads a signed record of one kind from the body's block and the signature beside the link. The signature is not
 * checked: `verifySigned` does that, where the record did not come from our own hand.
 */
export async function getRecord<Body extends RecordBody>(
  storage: Pick<Storage, "get">,
  definition: RecordDefinition<Body>,
  { cid, sig }: SignedLink,
): Promise<Found<Signed<Body>>> {
  return find(storage, cid, (bytes) => readRecord(definition, bytes, sig));
}

async function find<T>(
  storage: Pick<Storage, "get">,
  cid: Cid,
  read: (bytes: Uint8Array) => Decoded<T>,
): Promise<Found<T>> {
  if (codecOf(cid) !== "dag-cbor") {
    return { ok: false, reason: "refused", cid, refusal: { code: "DAG_NOT_A_RECORD" } };
  }
  const bytes = await storage.get(cid);
  if (bytes === undefined) return { ok: false, reason: "missing", cid };
  const decoded = read(bytes);
  return decoded.ok ? decoded : { ok: false, reason: "refused", cid, refusal: decoded.refusal };
}
