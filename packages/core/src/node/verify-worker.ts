import { parentPort } from "node:worker_threads";
import { createSignatureRule } from "../signatures/signature-rule.ts";
import { bestEngine } from "./best-engine.ts";
import { judgeBatch } from "./verify-batch.ts";

// Runs as the thread behind `createWorkerVerifier`, not in the program that imports the package. The caches of
// keys are here, one per thread: half the keys would be a wrong guess for half the batches.

const rule = createSignatureRule(bestEngine());

parentPort?.on("message", (batch: ArrayBuffer) => {
  parentPort?.postMessage(judgeBatch(batch, rule));
});
