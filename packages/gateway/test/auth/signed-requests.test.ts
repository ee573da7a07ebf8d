import { signatureBase, signatureParams } from "@icn-mesh/client";
import { createKeySigner, createSeededRng, createVerifier, type Signer } from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createHandClock } from "@icn-mesh/core/testing";
import { base64pad } from "multiformats/bases/base64";
import { describe, expect, it } from "vitest";
import { createSignedRequests, type SignerRank } from "../../src/auth/signed-requests.ts";

const engine = nodeCryptoEngine();
const signer = createKeySigner({ engine, secretKey: createSeededRng("signer").bytes(32) });

function checks(rank: SignerRank) {
  const clock = createHandClock();
  const verifier = createVerifier({ engine });
  let verified = 0;
  const counting = {
    ...verifier,
    verify(claim: Parameters<typeof verifier.verify>[0]) {
      verified += 1;
      return verifier.verify(claim);
    },
  };
  const signed = createSignedRequests({ verifier: counting, clock, rankOf: () => rank });
  return { clock, signed, verified: () => verified };
}

async function request(by: Signer, { nonce, created }: { readonly nonce: string; readonly created: number }) {
  const parts = { method: "GET", target: "/v1/jobs", digest: undefined, created, nonce, keyId: by.did };
  const signature = base64pad.baseEncode(await by.sign(signatureBase(parts)));
  return {
    method: parts.method,
    target: parts.target,
    signatureInput: `sig=${signatureParams(parts)}`,
    signature: `sig=:${signature}:`,
    contentDigest: undefined,
  };
}

describe("the signature of a request", () => {
  it("of somebody who is not heard is not even checked, and takes no place among those that were seen", async () => {
    const { signed, clock, verified } = checks("unheard");
    const created = Math.floor(clock.now() / 1000);
    const asked = await request(signer, { nonce: "n".repeat(16), created });
    for (let count = 0; count < 3; count++)
      expect(signed.check(asked)).toEqual({ ok: false, why: "unknown-signer" });
    expect(verified()).toBe(0);
  });

  it("is good once, while it is fresh", async () => {
    for (const rank of ["operator", "stranger"] as const) {
      const { signed, clock } = checks(rank);
      const created = Math.floor(clock.now() / 1000);
      const asked = await request(signer, { nonce: "n".repeat(16), created });
      expect(signed.check(asked)).toMatchObject({ ok: true, did: signer.did });
      expect(signed.check(asked)).toEqual({ ok: false, why: "replayed" });
      const late = await request(signer, { nonce: "m".repeat(16), created });
      await clock.advance(61_000);
      expect(signed.check(late)).toEqual({ ok: false, why: "stale" });
    }
  });
});
