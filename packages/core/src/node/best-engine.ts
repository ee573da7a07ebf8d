import { assertEngine } from "../signatures/assert-engine.ts";
import type { SignatureEngine } from "../signatures/signature-engine.ts";
import { nodeCryptoEngine } from "./node-crypto-engine.ts";
import { sodiumEngine } from "./sodium-engine.ts";

/**
 * The fastest engine here: `sodium-native` where it is installed, else `node:crypto`. It has passed the self-test:
 * throws `CORE_ENGINE_DISAGREES` rather than run on one whose verdicts are not those of the mesh.
 */
export function bestEngine(): SignatureEngine {
  const engine = sodiumEngine() ?? nodeCryptoEngine();
  assertEngine(engine);
  return engine;
}
