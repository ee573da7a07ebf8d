import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import edgeCases from "../vectors/signatures/edge-cases.json" with { type: "json" };
import mixedOrder from "../vectors/signatures/mixed-order.json" with { type: "json" };
import verdicts from "../vectors/signatures/verdicts.json" with { type: "json" };
import wycheproof from "../vectors/signatures/wycheproof.json" with { type: "json" };
import zip215 from "../vectors/signatures/zip215.json" with { type: "json" };

export interface SignatureCase {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** All published and generated signatures, by the name of their file. */
const signatureCases: Readonly<Record<keyof typeof verdicts, readonly SignatureCase[]>> = {
  "edge-cases": edgeCases.map(({ pub_key, message, signature }) => fromHex(pub_key, message, signature)),
  zip215: zip215.map(({ vk_bytes, sig_bytes }) => ({
    ...fromHex(vk_bytes, "", sig_bytes),
    message: utf8ToBytes("Zcash"),
  })),
  wycheproof: wycheproof.testGroups.flatMap(({ publicKey, tests }) =>
    tests.map(({ msg, sig }) => fromHex(publicKey.pk, msg, sig)),
  ),
  "mixed-order": mixedOrder.map(({ publicKey, message, signature }) =>
    fromHex(publicKey, message, signature),
  ),
};

/** The golden data: one digit per case, in order. */
export const goldenVerdicts: Readonly<Record<string, string>> = verdicts;

/** One digit per case and file: what this judge says of it. A judge that throws says no. */
export function verdictsOf(judge: (given: SignatureCase) => boolean): Record<string, string> {
  const digit = (given: SignatureCase): string => {
    try {
      return judge(given) ? "1" : "0";
    } catch {
      return "0";
    }
  };
  return Object.fromEntries(
    Object.entries(signatureCases).map(([name, cases]) => [name, cases.map(digit).join("")]),
  );
}

/** On how many cases two judges part. */
export function countDifferences(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): number {
  const digits = (verdicts: Readonly<Record<string, string>>): string[] =>
    Object.keys(signatureCases).flatMap((name) => [...(verdicts[name] ?? "")]);
  const others = digits(other);
  return digits(one).filter((digit, at) => digit !== others[at]).length;
}

function fromHex(publicKey: string, message: string, signature: string): SignatureCase {
  return { publicKey: hexToBytes(publicKey), message: hexToBytes(message), signature: hexToBytes(signature) };
}
