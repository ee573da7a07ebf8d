import { CoreError } from "../errors.ts";
import { didFromPublicKey } from "../ids/did.ts";
import type { Signer } from "../ports/signer.ts";
import type { SignatureEngine } from "./signature-engine.ts";
import { KEY_BYTES } from "./signature-form.ts";

/** The longest message that a signer takes. No record comes near it; what does is not a record. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** What signing takes: arithmetic and a 32-byte secret key, e.g. from a key file. */
export interface KeySignerComponents {
  readonly engine: SignatureEngine;
  readonly secretKey: Uint8Array;
}

/**
 * Signs with a key held in this process; printing the signer does not show it. Throws `CORE_NOT_A_SECRET_KEY` for
 * other than 32 bytes, and rejects with `CORE_UNSIGNABLE_MESSAGE` when asked to sign nothing or more than 1 MiB.
 */
export function createKeySigner({ engine, secretKey }: KeySignerComponents): Signer {
  if (secretKey.length !== KEY_BYTES) {
    throw new CoreError("a secret key has 32 bytes", {
      code: "CORE_NOT_A_SECRET_KEY",
      bytes: secretKey.length,
    });
  }
  const key = engine.importSecretKey(secretKey);
  return {
    did: didFromPublicKey(key.publicKey),
    async sign(message) {
      refuseUnsignable(message.length);
      return key.sign(message);
    },
  };
}

function refuseUnsignable(bytes: number): void {
  if (bytes > 0 && bytes <= MAX_MESSAGE_BYTES) return;
  const limit = bytes === 0 ? "an empty message" : `more than ${MAX_MESSAGE_BYTES} bytes`;
  throw new CoreError(`a signer does not sign ${limit}`, { code: "CORE_UNSIGNABLE_MESSAGE", bytes });
}
