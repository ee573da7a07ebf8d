import fc from "fast-check";
import { base32upper } from "multiformats/bases/base32";
import { base58btc } from "multiformats/bases/base58";
import { base64url } from "multiformats/bases/base64";
import { CID } from "multiformats/cid";
import * as digest from "multiformats/hashes/digest";
import { sha256 } from "multiformats/hashes/sha2";
import { describe, expect, it } from "vitest";
import {
  type BlockCodec,
  CID_BYTES,
  type Cid,
  cidFromBytes,
  cidOf,
  cidSchema,
  cidToBytes,
  codecOf,
  isCid,
  isCidAt,
  parseCid,
  readCid,
  writeCid,
} from "../../src/ids/cid.ts";

const CODECS: readonly (readonly [BlockCodec, number])[] = [
  ["dag-cbor", 0x71],
  ["raw", 0x55],
  ["dag-pb", 0x70],
];
const notACid = expect.objectContaining({ code: "CORE_NOT_A_CID" });

/** The CID as the general library prints it, of a digest, or of any that we do not admit. */
function general({ version = 1 as 0 | 1, codec = 0x71, hash = 0x12, bytes = new Uint8Array(32) } = {}): CID {
  return CID.create(version, codec, digest.create(hash, bytes));
}

const anyDigest = fc.uint8Array({ minLength: 32, maxLength: 32 });
const anyCodec = fc.constantFrom(...CODECS);

describe("the CID of bytes", () => {
  it("is the one that multiformats computes, for each codec", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), anyCodec, async (bytes, [codec, code]) => {
        const expected = CID.createV1(code, await sha256.digest(bytes));
        expect(cidOf(bytes, codec)).toBe(expected.toString());
      }),
    );
  });

  it("is that of dag-cbor when nothing else is said", () => {
    expect(cidOf(Uint8Array.of(0xa0))).toBe("bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua");
    expect(cidOf(Uint8Array.of(0xa0))).toBe(cidOf(Uint8Array.of(0xa0), "dag-cbor"));
  });

  it("stays itself while others are computed and parsed", () => {
    const first = cidOf(Uint8Array.of(1));
    const second = cidOf(Uint8Array.of(2), "raw");
    isCid(second);
    expect(first).toBe(cidOf(Uint8Array.of(1)));
    expect(cidToBytes(first)).not.toEqual(cidToBytes(second));
  });
});

describe("reading and printing a CID", () => {
  it("agrees with multiformats both ways, byte for byte and letter for letter", () => {
    fc.assert(
      fc.property(anyDigest, anyCodec, (bytes, [codec, code]) => {
        const expected = general({ codec: code, bytes });
        const cid = parseCid(expected.toString());
        expect(cid).toBe(expected.toString());
        expect(cidToBytes(cid)).toEqual(expected.bytes);
        expect(cidFromBytes(expected.bytes)).toBe(cid);
        expect(codecOf(cid)).toBe(codec);
      }),
    );
  });

  it("finds and leaves a CID anywhere in a larger array", () => {
    fc.assert(
      fc.property(
        anyDigest,
        anyCodec,
        fc.tuple(fc.nat(40), fc.nat(40)),
        (bytes, [, code], [before, after]) => {
          const cid = parseCid(general({ codec: code, bytes }).toString());
          const larger = new Uint8Array(before + CID_BYTES + after).fill(7);
          expect(writeCid(cid, larger, before)).toBe(true);
          expect(isCidAt(larger, before)).toBe(true);
          expect(readCid(larger, before)).toBe(cid);
          expect(larger.subarray(0, before)).toEqual(new Uint8Array(before).fill(7));
          expect(larger.subarray(before + CID_BYTES)).toEqual(new Uint8Array(after).fill(7));
        },
      ),
    );
  });

  it("admits only the spelling that it prints: each letter carries weight", () => {
    const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    fc.assert(
      fc.property(
        anyDigest,
        fc.nat(58),
        fc.constantFrom(...alphabet, "A", "0", "1", "8", "=", " ", "š", "\u0141"),
        (bytes, at, letter) => {
          const text = general({ bytes }).toString();
          const changed = `${text.slice(0, at)}${letter}${text.slice(at + 1)}`;
          if (isCid(changed)) expect(CID.parse(changed).toString()).toBe(changed);
          else expect(changed).not.toBe(text);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("says where a CID would not fit", () => {
    const cid = cidOf(Uint8Array.of(1));
    for (const room of [0, 1, 4, 35]) {
      expect(writeCid(cid, new Uint8Array(room), 0), `${room} bytes`).toBe(false);
      expect(isCidAt(cidToBytes(cid).subarray(0, room), 0)).toBe(false);
    }
    expect(isCidAt(cidToBytes(cid), 1)).toBe(false);
    expect(isCidAt(cidToBytes(cid), 36)).toBe(false);
  });
});

describe("what is no CID of the mesh", () => {
  const bytes = new Uint8Array(32).fill(7);
  const good = general({ bytes });
  const texts: Readonly<Record<string, unknown>> = {
    "of version 0": general({ version: 0, codec: 0x70, bytes }).toString(),
    "of another codec, dag-json": general({ codec: 0x0129, bytes }).toString(),
    "of another codec, libp2p-key": general({ codec: 0x72, bytes }).toString(),
    "of another codec, identity": general({ codec: 0x00, bytes }).toString(),
    "of another hash, sha1": general({ hash: 0x11, bytes: bytes.subarray(12) }).toString(),
    "of another hash, sha2-512": general({ hash: 0x13, bytes: new Uint8Array(64) }).toString(),
    "of another hash, sha3-256": general({ hash: 0x16, bytes }).toString(),
    "of another hash, blake3": general({ hash: 0x1e, bytes }).toString(),
    "that carries its data, by the identity hash": general({ hash: 0x00, bytes }).toString(),
    "of a digest of 31 bytes": general({ bytes: bytes.subarray(1) }).toString(),
    "of a digest of 4 bytes": general({ bytes: bytes.subarray(28) }).toString(),
    "of a digest of 33 bytes": general({ bytes: new Uint8Array(33) }).toString(),
    "in base58btc": good.toString(base58btc),
    "in base64url": good.toString(base64url),
    "in upper case": good.toString(base32upper),
    "in upper case but for its prefix": `b${good.toString().slice(1).toUpperCase()}`,
    "without its prefix": good.toString().slice(1),
    "with a path": `${good}/a`,
    "with a scheme": `ipfs://${good}`,
    "with a space before": ` ${good}`,
    "with a line end": `${good}\n`,
    "with padding": `${good}=`,
    "with padding in its place": `${good.toString().slice(0, -1)}=`,
    "with a bit set after its end": `${good.toString().slice(0, -1)}${nextLetter(good.toString().at(-1))}`,
    "an empty string": "",
    "59 other letters": "b".repeat(59),
    "an object": good,
    "its bytes": good.bytes,
    "a number": 1,
    nothing: undefined,
    null: null,
  };

  it.each(Object.entries(texts))("%s is refused", (_, value) => {
    expect(isCid(value)).toBe(false);
    expect(cidSchema.safeParse(value).success).toBe(false);
    if (typeof value !== "string") return;
    expect(() => parseCid(value)).toThrow(notACid);
    expect(writeCid(value, new Uint8Array(36), 0)).toBe(false);
  });

  it("is refused as bytes too", () => {
    for (const at of [0, 1, 2, 3]) {
      const changed = cidToBytes(good.toString() as Cid).map((byte, index) =>
        index === at ? byte ^ 0x80 : byte,
      );
      expect(() => cidFromBytes(changed)).toThrow(notACid);
    }
    for (const length of [0, 1, 35])
      expect(() => cidFromBytes(good.bytes.subarray(0, length))).toThrow(notACid);
    expect(() => cidFromBytes(Uint8Array.of(...good.bytes, 0))).toThrow(notACid);
    expect(() => cidFromBytes(general({ version: 0, codec: 0x70, bytes }).bytes)).toThrow(notACid);
  });

  it("is quoted in the error only in part", () => {
    expect(() => parseCid("x".repeat(10_000))).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{1,110}$/) }),
    );
  });
});

/** 58 letters carry 290 bits for 288: the last letter has two that must be zero. */
function nextLetter(letter: string | undefined): string {
  const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  return alphabet[alphabet.indexOf(letter ?? "") + 1] ?? "";
}
