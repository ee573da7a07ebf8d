import { publicKeyFromRaw } from "@libp2p/crypto/keys";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { base58btc } from "multiformats/bases/base58";
import { base64url } from "multiformats/bases/base64";
import { describe, expect, it } from "vitest";
import {
  type Did,
  didFromPeerId,
  didFromPublicKey,
  didSchema,
  isDid,
  parseDid,
  peerIdFromDid,
  publicKeyOf,
} from "../../src/ids/did.ts";

/** Of the did:key method specification (the first), of RFC 8032 section 7.1 (the others). */
const KNOWN = [
  [
    "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29",
    "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
  ],
  [
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "did:key:z6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT",
  ],
] as const;
const [[HEX, DID]] = KNOWN;

const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 });
const notADid = expect.objectContaining({ code: "CORE_NOT_A_DID" });
const notAPeerId = expect.objectContaining({ code: "CORE_NOT_A_PEER_ID" });

describe("the DID of a key", () => {
  it.each(KNOWN)("AC-001 is the published one, and gives the key back: %s", (hex, did) => {
    expect(didFromPublicKey(hexToBytes(hex))).toBe(did);
    expect(bytesToHex(publicKeyOf(parseDid(did)))).toBe(hex);
  });

  it("AC-001 is the multicodec 0xed01 and the key in base58btc, whatever the key", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const did = didFromPublicKey(key);
        expect(did).toBe(`did:key:${base58btc.encode(Uint8Array.of(0xed, 0x01, ...key))}`);
        expect(did).toHaveLength(56);
        expect(isDid(did)).toBe(true);
        expect(publicKeyOf(did)).toEqual(key);
      }),
    );
    for (const byte of [0, 255]) expect(isDid(didFromPublicKey(new Uint8Array(32).fill(byte)))).toBe(true);
  });

  it("is made of 32 bytes only", () => {
    for (const length of [0, 31, 33, 64]) {
      expect(() => didFromPublicKey(new Uint8Array(length))).toThrow(notADid);
    }
  });

  it("does not follow the caller's buffer", () => {
    const key = hexToBytes(HEX);
    const did = didFromPublicKey(key);
    publicKeyOf(did);
    key.fill(0);
    expect(bytesToHex(publicKeyOf(did))).toBe(HEX);
  });

  it("gives its key however many others were met meanwhile", () => {
    const key = bytesToHex(publicKeyOf(parseDid(DID)));
    const others = Array.from({ length: 5000 }, (_, at) => {
      const other = new Uint8Array(32);
      new DataView(other.buffer).setUint32(0, at);
      return didFromPublicKey(other);
    });
    expect(others.every((did) => isDid(did))).toBe(true);
    expect(bytesToHex(publicKeyOf(parseDid(DID)))).toBe(key);
  });
});

describe("what is no DID of the mesh", () => {
  const key = hexToBytes(HEX);
  const didKey = (prefix: readonly number[], bytes: Uint8Array): string =>
    `did:key:${base58btc.encode(Uint8Array.of(...prefix, ...bytes))}`;
  const texts: Readonly<Record<string, unknown>> = {
    "an empty string": "",
    "a scheme alone": "did",
    "without a method": "did:",
    "without a key": "did:key:",
    "without a base": `did:key:${DID.slice(9)}`,
    "of another method": DID.replace("key", "web"),
    "in capitals": DID.toUpperCase(),
    "in another base, base64url": `did:key:${base64url.encode(Uint8Array.of(0xed, 0x01, ...key))}`,
    "with a letter that base58 has not": DID.replace("WCT", "W0l").replace("Wp", "0p"),
    "of a key of 31 bytes": didKey([0xed, 0x01], key.subarray(1)),
    "of a key of 33 bytes": didKey([0xed, 0x01], Uint8Array.of(...key, 0)),
    "of X25519": didKey([0xec, 0x01], key),
    "of secp256k1": didKey([0xe7, 0x01], Uint8Array.of(2, ...key)),
    "of P-256": didKey([0x80, 0x24], Uint8Array.of(2, ...key)),
    "with a multicodec of one byte": didKey([0xed], Uint8Array.of(...key, 0)),
    "with a zero before": `did:key:z1${DID.slice(9)}`,
    "with a fragment": `${DID}#${DID.slice(8)}`,
    "with a path": `${DID}/`,
    "with a space before": ` ${DID}`,
    "with a space in its place": `${DID.slice(0, -1)} `,
    "with a line end": `${DID}\n`,
    "cut by a letter": DID.slice(0, -1),
    "with a letter beyond Latin-1, which the library reads as a digit": `${DID.slice(0, -1)}\u0141`,
    "with such a letter in its middle": `${DID.slice(0, 30)}\u0141${DID.slice(31)}`,
    "an object": { did: DID },
    "a number": 56,
    nothing: undefined,
    null: null,
  };

  it.each(Object.entries(texts))("AC-002 %s is refused", (_, value) => {
    expect(isDid(value)).toBe(false);
    expect(didSchema.safeParse(value).success).toBe(false);
    if (typeof value !== "string") return;
    expect(() => parseDid(value)).toThrow(notADid);
    expect(() => publicKeyOf(value as Did)).toThrow(notADid);
  });

  it("AC-002 is any text that is not exactly what a key prints", () => {
    const letter = fc.constantFrom(
      "\u0141",
      "\u{1F600}",
      ..."123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
      "0",
      "O",
      "I",
      "l",
      " ",
      "é",
    );
    fc.assert(
      fc.property(anyKey, fc.nat(55), letter, (key, at, other) => {
        const did = didFromPublicKey(key);
        const changed = `${did.slice(0, at)}${other}${did.slice(at + 1)}`;
        if (isDid(changed)) expect(didFromPublicKey(publicKeyOf(changed))).toBe(changed);
        else expect(changed).not.toBe(did);
      }),
      { numRuns: 1000 },
    );
  });

  it("is quoted in the error only in part", () => {
    expect(() => parseDid("did:key:z".padEnd(10_000, "1"))).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{1,130}$/) }),
    );
  });
});

describe("the peer id of a DID", () => {
  it("is the one that libp2p prints, and leads back", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const did = didFromPublicKey(key);
        const peerId = peerIdFromDid(did);
        expect(peerId).toBe(publicKeyFromRaw(key).toString());
        expect(didFromPeerId(peerId)).toBe(did);
      }),
    );
  });

  it("leads nowhere unless it is that of an Ed25519 key", () => {
    const peerId = peerIdFromDid(parseDid(DID));
    const bad = [
      "",
      DID,
      "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
      "16Uiu2HAmPQ3bWwyRgPvRhKXtNmgpzJgyvJUNFbWrVsYCaFKVBSQi",
      peerId.slice(1),
      `1${peerId.slice(0, -1)}`,
      `${peerId.slice(0, -1)}0`,
      `${peerId.slice(0, -1)}\u0141`,
      `${peerId}1`,
      ` ${peerId.slice(1)}`,
      "z".repeat(52),
    ];
    for (const text of bad) expect(() => didFromPeerId(text), text).toThrow(notAPeerId);
  });
});
