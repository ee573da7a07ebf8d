import { bestEngine } from "../../src/node/best-engine.ts";
import { createWorkerVerifier } from "../../src/node/worker-verifier.ts";
import { createKeySigner } from "../../src/signatures/key-signer.ts";

// Verifies on a thread, closes, and then has nothing left to keep it from exiting.

const engine = bestEngine();
const signer = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(1) });
const message = Uint8Array.of(1, 2, 3);
const verifier = createWorkerVerifier({ engine }, { threads: 1 });
const claim = { by: signer.did, message, signature: await signer.sign(message) };
console.log(await verifier.verifyMany([claim, { ...claim, message: new Uint8Array(3) }]));
await verifier.close();
