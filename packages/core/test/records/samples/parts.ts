import { cidOf, type Did, didFromPublicKey, type JobId, type JobSpec, type NetworkId } from "@icn-mesh/core";
import { getPublicKey, hashes } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";

hashes.sha512 = sha512;

/** The secret key that signs every vector: 32 times the byte 7. Never a key of anything else. */
export const vectorKey = new Uint8Array(32).fill(7);

export const by = didFromPublicKey(getPublicKey(vectorKey));
export const did = (fill: number): Did => didFromPublicKey(getPublicKey(new Uint8Array(32).fill(fill)));
export const cid = (fill: number) => cidOf(Uint8Array.of(fill), "raw");
export const net = cidOf(Uint8Array.of(0xa0)) as NetworkId;
export const job = cidOf(Uint8Array.of(0xa1, 0x61, 0x61, 0x01)) as JobId;
export const sig = (fill: number): Uint8Array => new Uint8Array(64).fill(fill);
export const head = { net, by, via: null };
export const hold = { account: by, seq: 4, index: 0 };
export const at = 1_795_000_000_000;
export const vote = { by: did(1), boot: 3, ballot: 0, sig: sig(2) };
export const resources = { cpuCores: 2, memoryMb: 4096, storageMb: 100 };

export const smallSpec: JobSpec = {
  kind: { type: "echo", params: { payload: "hello" } },
  inputs: [],
  outputs: [],
  resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
  limits: { fuel: 1_000_000, wallMs: 1000, outputBytes: 4096 },
  requiredCapabilities: [],
  allowedFederations: [],
  deterministic: true,
};

export const largeSpec: JobSpec = {
  kind: {
    type: "wasm",
    params: { entry: "run", seed: -7, flags: [true, false, null], table: Uint8Array.of(1, 2) },
  },
  inputs: [cid(1), { job, output: "model.bin" }],
  outputs: ["result", "log"],
  args: ["--verbose", "ünï©ode ☂ 🙂"],
  resources: {
    cpuCores: 64,
    memoryMb: 1_048_576,
    storageMb: 2 ** 40,
    gpu: { model: "a100", vramMb: 81_920 },
  },
  limits: { fuel: Number.MAX_SAFE_INTEGER, wallMs: 86_400_000, outputBytes: 2 ** 32 },
  requiredCapabilities: ["wasm", "gpu:cuda"],
  requiredTrustScope: "coop.example",
  minExecutorReputation: 10,
  allowedFederations: [net],
  deterministic: false,
  auction: true,
};
