import type { SignatureEngine } from "@icn-mesh/core";

/** How often something was signed and verified. */
export interface SignatureCounts {
  signed: number;
  verified: number;
}

/** The same engine, with its work counted. */
export function countingEngine(engine: SignatureEngine, counts: SignatureCounts): SignatureEngine {
  return {
    ...engine,
    importPublicKey(publicKey) {
      const verify = engine.importPublicKey(publicKey);
      return (signature, message) => {
        counts.verified += 1;
        return verify(signature, message);
      };
    },
    importSecretKey(secretKey) {
      const key = engine.importSecretKey(secretKey);
      return {
        publicKey: key.publicKey,
        sign(message) {
          counts.signed += 1;
          return key.sign(message);
        },
      };
    },
  };
}
