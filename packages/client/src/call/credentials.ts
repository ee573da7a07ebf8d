import type { Clock, Signer } from "@icn-mesh/core";
import { base64pad, base64url } from "multiformats/bases/base64";
import { digestOf, signatureBase, signatureParams } from "../contract/request-signature.ts";

/** By what a node knows its caller. */
export interface Credentials {
  /** An API key. */
  readonly apiKey?: string;
  /** The key of an account, which signs every request; taken where there is no API key. */
  readonly signer?: Signer;
}

/** What a signature is made with. */
export interface SigningParts {
  readonly clock: Pick<Clock, "now">;
  readonly random: (length: number) => Uint8Array;
}

/** What is to be sent. */
export interface Outgoing {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** JSON, if any; what streams is not signed, and is known by its CID. */
  readonly json: Uint8Array | undefined;
}

const NONCE_BYTES = 16;

/** The headers by which a request says who sends it. */
export async function credentialHeaders(
  { apiKey, signer }: Credentials,
  { clock, random }: SigningParts,
  { method, target, json }: Outgoing,
): Promise<Readonly<Record<string, string>>> {
  if (apiKey !== undefined) return { authorization: `Bearer ${apiKey}` };
  if (signer === undefined) return {};
  const digest = json === undefined ? undefined : digestOf(json);
  const created = Math.floor(clock.now() / 1000);
  const nonce = base64url.baseEncode(random(NONCE_BYTES));
  const parts = { method, target, digest, created, nonce, keyId: signer.did };
  const signature = await signer.sign(signatureBase(parts));
  return {
    "signature-input": `sig=${signatureParams(parts)}`,
    signature: `sig=:${base64pad.baseEncode(signature)}:`,
    ...(digest === undefined ? {} : { "content-digest": digest }),
  };
}
