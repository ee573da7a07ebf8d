import { sha256 } from "@icn-mesh/core";
import { base64pad } from "multiformats/bases/base64";

/** What the signature of a request covers; the digest where there is a body of JSON. */
export interface SignedParts {
  readonly method: string;
  /** Path and query, as they are sent. */
  readonly target: string;
  /** Of the body, as `digestOf` gives it. */
  readonly digest: string | undefined;
  /** Seconds since the epoch. */
  readonly created: number;
  /** Used once. */
  readonly nonce: string;
  /** The DID of the signer. */
  readonly keyId: string;
}

const encoder = new TextEncoder();

/** The digest of a body, as `Content-Digest` of RFC 9530 has it. */
export function digestOf(body: Uint8Array): string {
  return `sha-256=:${base64pad.baseEncode(sha256(body))}:`;
}

/** The parameters of a signature, as `Signature-Input` of RFC 9421 has them after the label. */
export function signatureParams({ digest, created, nonce, keyId }: SignedParts): string {
  const covered = digest === undefined ? COVERED : [...COVERED, "content-digest"];
  const names = covered.map((name) => `"${name}"`).join(" ");
  return `(${names});created=${created};nonce="${nonce}";keyid="${keyId}";alg="ed25519"`;
}

const COVERED = ["@method", "@request-target"];

/** The bytes that are signed: the signature base of RFC 9421. They begin with a quote, as no record does. */
export function signatureBase(parts: SignedParts): Uint8Array {
  const { method, target, digest } = parts;
  const lines = [
    `"@method": ${method}`,
    `"@request-target": ${target}`,
    ...(digest === undefined ? [] : [`"content-digest": ${digest}`]),
    `"@signature-params": ${signatureParams(parts)}`,
  ];
  return encoder.encode(lines.join("\n"));
}
