import type { SignatureEngine } from "@icn-mesh/core";
import { type Measurement, measureRate, type Pace } from "./measure-rate.ts";

const MESSAGE = new Uint8Array(256).fill(7);
const TIMES = 16;

/** Signatures and verifications on one thread. */
export async function signatureRates(pace: Pace, engine: SignatureEngine): Promise<readonly Measurement[]> {
  const key = engine.importSecretKey(new Uint8Array(32).fill(7));
  const verify = engine.importPublicKey(key.publicKey);
  const signature = key.sign(MESSAGE);
  const often = (each: () => unknown) => () => {
    for (let time = 0; time < TIMES; time++) each();
  };
  return [
    await measureRate(pace, { what: "signatures", times: TIMES, run: often(() => key.sign(MESSAGE)) }),
    await measureRate(pace, {
      what: "verifications",
      times: TIMES,
      run: often(() => verify(signature, MESSAGE)),
    }),
  ];
}
