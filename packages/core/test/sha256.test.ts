import { sha256 } from "@icn-mesh/core";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, it } from "vitest";

it("has the digest of the standard's first example", () => {
  const abc = new TextEncoder().encode("abc");
  expect(bytesToHex(sha256(abc))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

it("gives the same bytes as an implementation in JavaScript, in an array of their own", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(sha256(bytes)).toEqual(nobleSha256(bytes));
      expect(sha256(bytes).buffer.byteLength).toBe(32);
    }),
  );
});
