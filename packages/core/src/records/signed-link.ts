import * as z from "zod";
import { bytes } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";

/** The 64 bytes of an Ed25519 signature. */
export const signatureSchema = bytes(64, 64);

/** A fact and the signature that admits it: a body is a block of its own, and has no signature inside. */
export const signedLinkSchema = z.strictObject({ cid: cidSchema, sig: signatureSchema });
export type SignedLink = z.infer<typeof signedLinkSchema>;

/** A signed record inside another one: the bytes of its body, never a map, so that it is checked as it was signed. */
export function embedded(maxBytes: number) {
  return z.strictObject({ body: bytes(maxBytes), sig: signatureSchema });
}

/** A signed record inside another one. */
export type Embedded = z.infer<ReturnType<typeof embedded>>;
