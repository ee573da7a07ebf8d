import type { SignatureEngine } from "@icn-mesh/core";
import { countingEngine, type SignatureCounts } from "./counting-engine.ts";

/** What is signed and verified, and the same again with nothing around it. */
export interface SignatureFloor {
  /** The engine that counts. */
  readonly engine: SignatureEngine;
  /** How often something was signed and verified since the call before. */
  take(): SignatureCounts;
  /** Signs and verifies so often, by the same engine. */
  run(counts: SignatureCounts): void;
}

/** About the size of a bid. */
const MESSAGE_BYTES = 300;

/** The floor of whatever is done with an engine. */
export function createSignatureFloor(bare: SignatureEngine): SignatureFloor {
  const counts: SignatureCounts = { signed: 0, verified: 0 };
  const key = bare.importSecretKey(new Uint8Array(32).fill(7));
  const verify = bare.importPublicKey(key.publicKey);
  const message = new Uint8Array(MESSAGE_BYTES);
  const signature = key.sign(message);
  return {
    engine: countingEngine(bare, counts),
    take() {
      const taken = { ...counts };
      Object.assign(counts, { signed: 0, verified: 0 });
      return taken;
    },
    run({ signed, verified }) {
      for (let index = 0; index < signed; index++) key.sign(message);
      for (let index = 0; index < verified; index++) verify(signature, message);
    },
  };
}
