import {
  createKeySigner,
  createVerifier,
  type Did,
  type NetworkId,
  type NodeRecord,
  networkIdSchema,
  nobleEngine,
  nodeRecord,
  type Signer,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import type { NodeDescription } from "../../src/discovery/own-record.ts";

const engine = nobleEngine();

export const verifier = createVerifier({ engine });
export const net: NetworkId = networkIdSchema.parse(
  "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua",
);
export const otherNet: NetworkId = networkIdSchema.parse(
  "bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
);

/** The same key for the same number. */
export function signerOf(number: number): Signer {
  return createKeySigner({ engine, secretKey: new Uint8Array(32).fill(number) });
}

export const executor: NodeDescription = {
  roles: ["executor"],
  supported: ["icn/bid/1", "icn/job/1"],
  capabilities: ["gpu"],
  resources: { cpuCores: 4, memoryMb: 4096, storageMb: 1024 },
  bidPolicy: null,
};

export const guard: NodeDescription = { ...executor, roles: ["guard"], capabilities: [] };

/** A signed record as it travels; another signer than the account of the body makes a forgery. */
export async function recordOf(signer: Signer, fields: Partial<NodeRecord> = {}): Promise<Uint8Array> {
  const body: NodeRecord = {
    t: "icn/node/1",
    net,
    by: signer.did,
    via: null,
    seq: 0,
    peerKey: signer.did,
    addresses: [`/ip4/127.0.0.1/tcp/4001`],
    validForMs: 60_000,
    ...executor,
    ...fields,
  };
  return sealRecord(await signRecord(nodeRecord, body, signer));
}

/** The same bytes with another signature, which does not hold. */
export function forged(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[8] = (copy[8] ?? 0) ^ 1;
  return copy;
}

/** The account of a number. */
export function accountOf(number: number): Did {
  return signerOf(number).did;
}
