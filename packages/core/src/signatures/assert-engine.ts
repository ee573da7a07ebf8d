import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { CoreError } from "../errors.ts";
import { SELF_TEST_MESSAGE, SELF_TEST_SIGNING, SELF_TEST_VECTORS } from "./self-test-vectors.ts";
import type { SignatureEngine } from "./signature-engine.ts";
import { createSignatureRule } from "./signature-rule.ts";

/**
 * Passes if the engine gives the verdicts and the signature that every other one gives, on the vectors where engines
 * are known to part; throws `CORE_ENGINE_DISAGREES` otherwise. Native libraries change their minds in new versions.
 */
export function assertEngine(engine: SignatureEngine): void {
  const verdicts = `${verdictsOf(engine)}${signsAsTheRfc(engine)}`;
  if (verdicts === EXPECTED) return;
  throw new CoreError(`the signature engine ${engine.name} disagrees: ${verdicts} instead of ${EXPECTED}`, {
    code: "CORE_ENGINE_DISAGREES",
    engine: engine.name,
    verdicts,
  });
}

/** One digit per vector, the last for signing; an engine that throws gets an x there. */
type Digit = "0" | "1" | "x";

const EXPECTED = `${SELF_TEST_VECTORS.map(({ valid }) => (valid ? "1" : "0")).join("")}1`;

function verdictsOf(engine: SignatureEngine): string {
  const rule = createSignatureRule(engine);
  const message = hexToBytes(SELF_TEST_MESSAGE);
  return SELF_TEST_VECTORS.map(({ publicKey, signature }) =>
    digit(() => rule(hexToBytes(signature), message, hexToBytes(publicKey))),
  ).join("");
}

function signsAsTheRfc(engine: SignatureEngine): Digit {
  const { secretKey, publicKey, message, signature } = SELF_TEST_SIGNING;
  return digit(() => {
    const key = engine.importSecretKey(hexToBytes(secretKey));
    return bytesToHex(key.publicKey) === publicKey && bytesToHex(key.sign(hexToBytes(message))) === signature;
  });
}

function digit(judge: () => boolean): Digit {
  try {
    return judge() ? "1" : "0";
  } catch {
    return "x";
  }
}
