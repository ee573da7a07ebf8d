import { describe, expect, it } from "vitest";
import { type Did, didFromPublicKey } from "../../src/ids/did.ts";
import { createKeySigner } from "../../src/signatures/key-signer.ts";
import { nobleEngine } from "../../src/signatures/noble-engine.ts";
import { createVerifier } from "../../src/signatures/verifier.ts";

const engine = nobleEngine();
const alice = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(1) });
const bob = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(2) });
const message = Uint8Array.of(1, 2, 3);
const verifier = createVerifier({ engine });

describe("a verifier", () => {
  it("holds a claim of the one who signed, and of nobody else", async () => {
    const signature = await alice.sign(message);
    expect(verifier.verify({ by: alice.did, message, signature })).toBe(true);
    expect(verifier.verify({ by: bob.did, message, signature })).toBe(false);
    expect(verifier.verify({ by: alice.did, message: Uint8Array.of(1, 2), signature })).toBe(false);
  });

  it("says no, and does not throw, when the claimant is not a DID or its key no point", async () => {
    const signature = await alice.sign(message);
    const noPoint = didFromPublicKey(Uint8Array.of(2, ...new Uint8Array(31)));
    for (const by of ["", "did:key:z6Mk", "did:web:example.org", `${alice.did}x`, noPoint]) {
      expect(verifier.verify({ by: by as Did, message, signature }), by).toBe(false);
    }
  });

  it("AC-004 rejects a missing, empty or cut signature", async () => {
    const signature = await alice.sign(message);
    for (const length of [0, 1, 32, 63]) {
      expect(verifier.verify({ by: alice.did, message, signature: signature.subarray(0, length) })).toBe(
        false,
      );
    }
    for (const missing of [undefined, null, "", [...signature]] as unknown as Uint8Array[]) {
      expect(verifier.verify({ by: alice.did, message, signature: missing })).toBe(false);
    }
    expect(verifier.verify({ by: alice.did, message, signature: new Uint8Array(64) })).toBe(false);
  });

  it("judges many claims in their order", async () => {
    const signature = await alice.sign(message);
    const claims = [alice, bob, alice].map(({ did }) => ({ by: did, message, signature }));
    expect(await verifier.verifyMany(claims)).toEqual([true, false, true]);
    expect(await verifier.verifyMany([])).toEqual([]);
  });

  it("does not begin when the signal has aborted", async () => {
    const reason = new Error("no longer wanted");
    await expect(verifier.verifyMany([], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
