import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { assertEngine } from "../signatures/assert-engine.ts";
import { SELF_TEST_MESSAGE, SELF_TEST_VECTORS } from "../signatures/self-test-vectors.ts";
import type { SignatureEngine } from "../signatures/signature-engine.ts";
import { isUsableKey } from "../signatures/usable-key.ts";
import { assertEqual, assertThat } from "./assert.ts";
import type { Contract } from "./contract.ts";

/** Secret key, public key, message and signature: RFC 8032, section 7.1, tests 1 to 3. */
const RFC_8032 = [
  [
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
  [
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
] as const;

/** The 32 bytes are y = 2, for which the curve has no x. */
const NO_POINT = Uint8Array.of(2, ...new Uint8Array(31));

/** What every signature engine promises, whatever it is made of. */
export const signatureEngineContract: Contract<SignatureEngine> = [
  {
    promise: "derives the public keys and makes the signatures of RFC 8032",
    check(engine) {
      for (const [secretKey, publicKey, message, signature] of RFC_8032) {
        const key = engine.importSecretKey(hexToBytes(secretKey));
        assertEqual(bytesToHex(key.publicKey), publicKey, "public key");
        assertEqual(bytesToHex(key.sign(hexToBytes(message))), signature, "signature");
      }
    },
  },
  {
    promise: "verifies what it signed, whatever the length of the message",
    check(engine) {
      const { publicKey, sign } = engine.importSecretKey(secretKeyOf(1));
      const holds = engine.importPublicKey(publicKey);
      for (const length of [0, 1, 63, 64, 111, 112, 128, 300, 100_000]) {
        const message = new Uint8Array(length).fill(length);
        assertThat(holds(sign(message), message), `a message of ${length} bytes does not verify`);
      }
    },
  },
  {
    promise: "verifies nothing once a bit of the signature, the message or the key is another",
    check(engine) {
      const { publicKey, sign } = engine.importSecretKey(secretKeyOf(2));
      const message = new Uint8Array(40).fill(7);
      const signature = sign(message);
      for (const bit of [0, 1, 100, 255]) {
        const [otherKey, otherMessage] = [flipped(publicKey, bit), flipped(message, bit)];
        assertThat(!engine.importPublicKey(otherKey)(signature, message), `key with bit ${bit} flipped`);
        assertThat(
          !engine.importPublicKey(publicKey)(signature, otherMessage),
          `message with bit ${bit} flipped`,
        );
        // The top bits of S make it larger than L, and such a signature never reaches an engine.
        for (const half of [0, 247]) {
          const otherSignature = flipped(signature, half + bit);
          assertThat(
            !engine.importPublicKey(publicKey)(otherSignature, message),
            `bit ${half + bit} flipped`,
          );
        }
      }
    },
  },
  {
    promise: "gives the verdicts of the one rule on the vectors where engines part",
    check: assertEngine,
  },
  {
    promise: "verifies nothing under bytes that are no point, and throws at no bytes of the right length",
    check(engine) {
      const { publicKey, sign } = engine.importSecretKey(secretKeyOf(3));
      const message = Uint8Array.of(1);
      assertThat(
        !engine.importPublicKey(NO_POINT)(sign(message), message),
        "a key that is no point verifies",
      );
      for (const byte of [0, 1, 8, 127]) {
        const nonsense = new Uint8Array(64).fill(byte, 0, 63);
        assertThat(!engine.importPublicKey(publicKey)(nonsense, message), `64 bytes of ${byte} verify`);
        assertThat(
          !engine.importPublicKey(nonsense.subarray(0, 32))(sign(message), message),
          "nonsense as key",
        );
      }
    },
  },
  {
    promise: "answers, if it answers at all, like `isUsableKey` which keys may be accounts",
    check(engine) {
      const publicKeys = SELF_TEST_VECTORS.map(({ publicKey }) => hexToBytes(publicKey));
      for (const key of [...publicKeys, NO_POINT, new Uint8Array(32), new Uint8Array(32).fill(255)]) {
        const answer = engine.isUsableKey?.(key);
        assertThat(answer === undefined || answer === isUsableKey(key), `${bytesToHex(key)}: ${answer}`);
      }
    },
  },
  {
    promise: "is unmoved when the caller reuses the buffer of a key",
    check(engine) {
      const [secretKey, message] = [secretKeyOf(4), Uint8Array.of(4)];
      const signing = engine.importSecretKey(secretKey);
      const publicKey = new Uint8Array(signing.publicKey);
      const holds = engine.importPublicKey(publicKey);
      secretKey.fill(0);
      publicKey.fill(0);
      assertThat(holds(signing.sign(message), message), "the key follows the buffer");
    },
  },
  {
    promise: "accepts two different signatures of one message",
    check(engine) {
      const [first, second] = SELF_TEST_VECTORS.filter(({ valid }) => valid);
      assertThat(first !== undefined && second !== undefined, "two valid vectors");
      for (const { publicKey, signature } of [first, second]) {
        const holds = engine.importPublicKey(hexToBytes(publicKey));
        assertThat(
          holds(hexToBytes(signature), hexToBytes(SELF_TEST_MESSAGE)),
          "a valid signature is refused",
        );
      }
    },
  },
  {
    promise: "does not show a secret key in what it makes of it",
    check(engine) {
      const secretKey = secretKeyOf(5);
      const shown = JSON.stringify(engine.importSecretKey(secretKey));
      for (const spelling of [
        bytesToHex(secretKey),
        JSON.stringify(secretKey),
        JSON.stringify([...secretKey]),
      ]) {
        assertThat(!shown.includes(spelling.slice(1, -1)), "the secret key is in the JSON");
      }
    },
  },
];

function secretKeyOf(seed: number): Uint8Array {
  return new Uint8Array(32).map((_, at) => seed * 37 + at);
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}
