import { type SignedParts, signatureBase } from "@icn-mesh/client";
import { type Clock, createBoundedMap, type Did, isDid, type Verifier } from "@icn-mesh/core";
import { base64pad } from "multiformats/bases/base64";

/** What a request says of its signature. */
export interface SignatureHeaders {
  readonly method: string;
  readonly target: string;
  readonly signatureInput: string;
  readonly signature: string;
  readonly contentDigest: string | undefined;
}

/** Who signed a request, or why it counts as unsigned. */
export type SignerAnswer =
  | { readonly ok: true; readonly did: Did; readonly digest: string | undefined }
  | {
      readonly ok: false;
      readonly why: "bad-signature" | "malformed-signature" | "replayed" | "stale" | "unknown-signer";
    };

/** Whose signature it is: strangers are heard, if at all, in a place of their own, where they crowd out nobody else. */
export type SignerRank = "operator" | "stranger" | "unheard";

/** Checks signatures of requests. Each is good once, and for a minute. */
export interface SignedRequests {
  check(headers: SignatureHeaders): SignerAnswer;
}

const MOST_NONCES = 100_000;
const FRESH_SECONDS = 60;
const INPUT =
  /^sig=\(("@method" "@request-target"(?: "content-digest")?)\);created=(\d{1,12});nonce="([\w-]{16,64})";keyid="([\w:]{1,128})";alg="ed25519"$/;
const SIGNATURE = /^sig=:([A-Za-z0-9+/]{86}==):$/;

/** No request was seen yet. */
export function createSignedRequests({
  verifier,
  clock,
  rankOf,
}: {
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly rankOf: (did: Did) => SignerRank;
}): SignedRequests {
  // Full of fresh ones it refuses: to forget one would let its request in a second time.
  const newNonces = () => createBoundedMap<string, number>({ max: MOST_NONCES, whenFull: "refuse" });
  const nonces = { operator: newNonces(), stranger: newNonces() };

  function forgetOld(seen: typeof nonces.operator, now: number): void {
    for (const [key, at] of seen) {
      if (at >= now - 2 * FRESH_SECONDS) return;
      seen.delete(key);
    }
  }

  function once(
    seen: typeof nonces.operator,
    { by, parts, signature }: ParsedSignature,
    now: number,
  ): SignerAnswer {
    forgetOld(seen, now);
    const key = `${by} ${parts.nonce}`;
    if (seen.has(key)) return { ok: false, why: "replayed" };
    if (!verifier.verify({ by, message: signatureBase(parts), signature }))
      return { ok: false, why: "bad-signature" };
    return seen.set(key, now) ? { ok: true, did: by, digest: parts.digest } : { ok: false, why: "replayed" };
  }

  return {
    check(headers) {
      const parsed = parse(headers);
      if (parsed === undefined) return { ok: false, why: "malformed-signature" };
      const now = Math.floor(clock.now() / 1000);
      if (Math.abs(now - parsed.parts.created) > FRESH_SECONDS) return { ok: false, why: "stale" };
      const rank = rankOf(parsed.by);
      return rank === "unheard" ? { ok: false, why: "unknown-signer" } : once(nonces[rank], parsed, now);
    },
  };
}

interface ParsedSignature {
  readonly by: Did;
  readonly parts: SignedParts;
  readonly signature: Uint8Array;
}

function parse(headers: SignatureHeaders): ParsedSignature | undefined {
  const { method, target, signatureInput, contentDigest } = headers;
  const [, covered = "", created = "", nonce = "", keyId = ""] = INPUT.exec(signatureInput) ?? [];
  const signature = SIGNATURE.exec(headers.signature)?.[1];
  const coversBody = covered.includes("content-digest");
  if (signature === undefined || !isDid(keyId) || (coversBody && contentDigest === undefined))
    return undefined;
  const digest = coversBody ? contentDigest : undefined;
  const parts = { method, target, digest, created: Number(created), nonce, keyId };
  return { by: keyId, parts, signature: base64pad.baseDecode(signature) };
}
