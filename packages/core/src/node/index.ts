export { bestEngine } from "./best-engine.ts";
export { type KeyFileOptions, openKeyFile } from "./key-file.ts";
export { nodeCryptoEngine } from "./node-crypto-engine.ts";
export { createNodeLogger, type NodeLoggerOptions } from "./node-logger.ts";
export { sodiumEngine } from "./sodium-engine.ts";
export { systemClock } from "./system-clock.ts";
export { systemRng } from "./system-rng.ts";
export { createWorkerVerifier, type WorkerVerifier, type WorkerVerifierOptions } from "./worker-verifier.ts";
