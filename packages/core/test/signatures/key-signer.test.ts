import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import { createKeySigner, MAX_MESSAGE_BYTES } from "../../src/signatures/key-signer.ts";
import { nobleEngine } from "../../src/signatures/noble-engine.ts";

const engine = nobleEngine();
const secretKey = hexToBytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

describe("a signer of a key", () => {
  it("speaks for the DID of the key and makes the signature of RFC 8032, test 2", async () => {
    const signer = createKeySigner({ engine, secretKey });
    expect(signer.did).toBe("did:key:z6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT");
    expect(bytesToHex(await signer.sign(Uint8Array.of(0x72)))).toBe(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
  });

  it("AC-005 refuses to sign an empty message or one of more than 1 MiB", async () => {
    const signer = createKeySigner({ engine, secretKey });
    for (const bytes of [0, MAX_MESSAGE_BYTES + 1]) {
      await expect(signer.sign(new Uint8Array(bytes))).rejects.toMatchObject({
        failure: { code: "CORE_UNSIGNABLE_MESSAGE", bytes },
      });
    }
  });

  it("AC-005 signs one of 1 byte and one of 1 MiB", async () => {
    const signer = createKeySigner({ engine, secretKey });
    for (const bytes of [1, 1024 * 1024]) expect(await signer.sign(new Uint8Array(bytes))).toHaveLength(64);
  });

  it("refuses a secret key of another length", () => {
    for (const bytes of [0, 31, 33, 64]) {
      expect(() => createKeySigner({ engine, secretKey: new Uint8Array(bytes) })).toThrow(
        expect.objectContaining({ failure: { code: "CORE_NOT_A_SECRET_KEY", bytes } }),
      );
    }
  });

  it("signs the bytes as they are when it is asked", async () => {
    const signer = createKeySigner({ engine, secretKey });
    const message = Uint8Array.of(1, 2, 3);
    const expected = await signer.sign(message);
    const pending = signer.sign(message);
    message.fill(9);
    expect(await pending).toEqual(expected);
  });

  it("keeps its key when the caller wipes his", async () => {
    const copy = new Uint8Array(secretKey);
    const signer = createKeySigner({ engine, secretKey: copy });
    const expected = await signer.sign(Uint8Array.of(1));
    copy.fill(0);
    expect(await signer.sign(Uint8Array.of(1))).toEqual(expected);
  });

  it("shows its DID and nothing of its key", () => {
    const signer = createKeySigner({ engine, secretKey });
    expect(JSON.parse(JSON.stringify(signer))).toEqual({ did: signer.did });
    expect(Reflect.ownKeys(signer)).toEqual(["did", "sign"]);
  });
});
