import { verify } from "@noble/ed25519";
import { describe, expect, it } from "vitest";
import { nobleEngine } from "../../src/signatures/noble-engine.ts";
import type { SignatureEngine } from "../../src/signatures/signature-engine.ts";
import { signatureEngineContract } from "../../src/testing/signature-engine-contract.ts";

// The contract is worth what it catches: each of these is the noble engine with one fault.

const good = nobleEngine();

const faults: Readonly<Record<string, readonly [promise: string, fault: Partial<SignatureEngine>]>> = {
  "verifies only short messages": [
    "verifies what it signed, whatever the length of the message",
    {
      importPublicKey: (key) => (signature, message) =>
        message.length < 1000 && good.importPublicKey(key)(signature, message),
    },
  ],
  "accepts everything": [
    "verifies nothing once a bit of the signature, the message or the key is another",
    { importPublicKey: () => () => true },
  ],
  "multiplies by the cofactor": [
    "gives the verdicts of the one rule on the vectors where engines part",
    { importPublicKey: (key) => (signature, message) => verify(signature, message, key) },
  ],
  "throws at a key that is no point": [
    "verifies nothing under bytes that are no point, and throws at no bytes of the right length",
    {
      importPublicKey(key) {
        if (key[0] === 2) throw new TypeError("no point");
        return good.importPublicKey(key);
      },
    },
  ],
  "lets every key be an account": [
    "answers, if it answers at all, like `isUsableKey` which keys may be accounts",
    { isUsableKey: () => true },
  ],
  "lets no key be an account": [
    "answers, if it answers at all, like `isUsableKey` which keys may be accounts",
    { isUsableKey: () => false },
  ],
  "keeps the caller's buffer of a public key": [
    "is unmoved when the caller reuses the buffer of a key",
    { importPublicKey: (key) => (signature, message) => good.importPublicKey(key)(signature, message) },
  ],
  "keeps the caller's buffer of a secret key": [
    "is unmoved when the caller reuses the buffer of a key",
    {
      importSecretKey: (secretKey) => ({
        publicKey: good.importSecretKey(secretKey).publicKey,
        sign: (message) => good.importSecretKey(secretKey).sign(message),
      }),
    },
  ],
  "refuses one in three good signatures": [
    "accepts two different signatures of one message",
    {
      importPublicKey: (key) => (signature, message) =>
        (signature[0] ?? 0) < 0xa0 && good.importPublicKey(key)(signature, message),
    },
  ],
  "shows the secret key": [
    "does not show a secret key in what it makes of it",
    { importSecretKey: (secretKey) => ({ ...good.importSecretKey(secretKey), secretKey }) },
  ],
  "signs with another key": [
    "derives the public keys and makes the signatures of RFC 8032",
    { importSecretKey: (secretKey) => good.importSecretKey(secretKey.map((byte) => byte ^ 1)) },
  ],
};

describe("the contract of signature engines", () => {
  it.each(Object.entries(faults))("catches an engine that %s", async (_, [promise, fault]) => {
    const broken = signatureEngineContract.find((one) => one.promise === promise);
    expect(broken).toBeDefined();
    await expect(async () => broken?.check({ ...good, ...fault })).rejects.toThrow();
  });

  it("has no promise that nothing can break", () => {
    const caught = new Set(Object.values(faults).map(([promise]) => promise));
    expect(
      signatureEngineContract.map(({ promise }) => promise).filter((promise) => !caught.has(promise)),
    ).toEqual([]);
  });
});
