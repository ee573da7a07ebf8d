import {
  type Bid,
  cidOf,
  didFromPublicKey,
  type Job,
  type JobId,
  type NetworkId,
  type Signed,
} from "@icn-mesh/core";
import {
  type BidCandidate,
  createPermissiveChecker,
  type SelectionRequest,
  weightedPolicy,
} from "@icn-mesh/mesh";
import { sampleBid } from "../core/sample-bid.ts";

const jobId = cidOf(Uint8Array.of(2)) as JobId;

/** A round with many bids, and what is known of the bidders. */
export interface SampleRound {
  readonly request: SelectionRequest;
  readonly candidates: readonly BidCandidate[];
}

/** Bids that differ in price, size and reputation, of which one in eight is too small. */
export function sampleRound(count: number): SampleRound {
  const candidates = Array.from({ length: count }, (_, index) => ({
    bid: signedBid(index),
    facts: { reputation: (index * 7919) % 400, latencyMs: 1 + ((index * 104_729) % 300) },
  }));
  const request: SelectionRequest = {
    job: sampleJob(),
    jobId,
    round: 1,
    at: 0,
    policy: { ...weightedPolicy(), newcomerPpm: 0 },
    checker: createPermissiveChecker(),
    isAuthentic: () => true,
  };
  return { request, candidates };
}

function signedBid(index: number): Signed<Bid> {
  const key = new Uint8Array(32);
  new DataView(key.buffer).setUint32(0, index);
  const body: Bid = {
    ...sampleBid(didFromPublicKey(key)),
    price: BigInt(1 + ((index * 15_485_863) % 20_000)),
    failPrice: 0n,
    resources: { cpuCores: 1 + (index % 8), memoryMb: 1024 * (1 + (index % 16)), storageMb: 1000 },
  };
  const bytes = key.subarray(0, 8);
  return { cid: cidOf(bytes), body, bytes, sig: bytes, slot: "" as Signed<Bid>["slot"] };
}

function sampleJob(): Job {
  const by = didFromPublicKey(new Uint8Array(32).fill(9));
  return {
    t: "icn/job/1",
    net: cidOf(Uint8Array.of(1)) as NetworkId,
    by,
    via: null,
    nonce: new Uint8Array(8),
    hold: { account: by, seq: 0, index: 0 },
    unit: "mana",
    budget: 20_000n,
    pricing: { type: "fixed" },
    manifest: null,
    spec: {
      kind: { type: "echo", params: {} },
      inputs: [],
      outputs: [],
      resources: { cpuCores: 2, memoryMb: 2048, storageMb: 100 },
      limits: { fuel: 1, wallMs: 1, outputBytes: 1 },
      requiredCapabilities: [],
      allowedFederations: [],
      deterministic: true,
    },
    lane: 1,
    priority: 128,
    createdAt: 0,
    bidWindowMs: 10_000,
    acceptMs: 5000,
    maxExecutionMs: 300_000,
    retry: { maxAttempts: 3, maxRounds: 2, backoffMs: 1000 },
    verification: { type: "signature" },
    sealTo: null,
  };
}
