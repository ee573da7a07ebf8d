import { describe, expect, it } from "vitest";
import type { SignatureClaim } from "../../src/ports/verifier.ts";
import { createKeySigner } from "../../src/signatures/key-signer.ts";
import { nobleEngine } from "../../src/signatures/noble-engine.ts";
import { createRememberingVerifier } from "../../src/signatures/remembering-verifier.ts";
import { createVerifier } from "../../src/signatures/verifier.ts";

const engine = nobleEngine();
const alice = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(1) });
const bob = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(2) });

/** A remembering verifier, and what the one behind it was asked. */
function aVerifier(max?: number) {
  const inner = createVerifier({ engine });
  const asked: SignatureClaim[] = [];
  const verifier = createRememberingVerifier(
    {
      verify(claim) {
        asked.push(claim);
        return inner.verify(claim);
      },
      verifyMany(claims, options) {
        asked.push(...claims);
        return inner.verifyMany(claims, options);
      },
    },
    max === undefined ? {} : { max },
  );
  return { verifier, asked };
}

async function signed(text: string): Promise<SignatureClaim> {
  const message = new TextEncoder().encode(text);
  return { by: alice.did, message, signature: await alice.sign(message) };
}

describe("a verifier that remembers", () => {
  it("asks once about a claim that holds, in whatever arrays it comes", async () => {
    const { verifier, asked } = aVerifier();
    const claim = await signed("hello");
    const copy = { ...claim, message: claim.message.slice(), signature: claim.signature.slice() };
    expect([verifier.verify(claim), verifier.verify(copy), verifier.verify(claim)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(asked).toHaveLength(1);
  });

  it("takes nothing for known that differs in its claimant, its message or its signature", async () => {
    const { verifier, asked } = aVerifier();
    const claim = await signed("hello");
    verifier.verify(claim);
    const others = [
      { ...claim, by: bob.did },
      { ...claim, message: new TextEncoder().encode("hallo") },
      { ...claim, signature: claim.signature.map((byte, at) => (at === 63 ? byte ^ 1 : byte)) },
      { ...claim, signature: claim.signature.subarray(0, 63) },
    ];
    expect(others.map((other) => verifier.verify(other))).toEqual([false, false, false, false]);
    expect(asked).toHaveLength(5);
  });

  it("asks again about what did not hold", async () => {
    const { verifier, asked } = aVerifier();
    const wrong = { ...(await signed("hello")), by: bob.did };
    expect([verifier.verify(wrong), verifier.verify(wrong)]).toEqual([false, false]);
    expect(asked).toHaveLength(2);
  });

  it("gives many verdicts in the order of the claims, known, new, wrong and twice", async () => {
    const { verifier, asked } = aVerifier();
    const [known, fresh] = [await signed("known"), await signed("fresh")];
    const wrong = { ...fresh, by: bob.did };
    verifier.verify(known);
    expect(await verifier.verifyMany([wrong, known, fresh, fresh, wrong, known])).toEqual([
      false,
      true,
      true,
      true,
      false,
      true,
    ]);
    expect(asked).toEqual([known, wrong, fresh, fresh, wrong]);
    expect(await verifier.verifyMany([fresh, known])).toEqual([true, true]);
    expect(asked).toHaveLength(5);
  });

  it("forgets the oldest beyond its bound", async () => {
    const { verifier, asked } = aVerifier(2);
    const claims = [await signed("1"), await signed("2"), await signed("3")];
    for (const claim of [...claims, ...claims.slice(1)]) verifier.verify(claim);
    expect(asked).toHaveLength(3);
    verifier.verify(claims[0] as SignatureClaim);
    expect(asked).toHaveLength(4);
  });

  it("says no to what is no claim", () => {
    const { verifier } = aVerifier();
    for (const missing of [undefined, null, "", []] as unknown as Uint8Array[]) {
      expect(verifier.verify({ by: alice.did, message: missing, signature: new Uint8Array(64) })).toBe(false);
      expect(verifier.verify({ by: alice.did, message: Uint8Array.of(1), signature: missing })).toBe(false);
    }
  });
});
