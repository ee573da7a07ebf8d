import { type Bid, cidOf, type Did, type JobId, type NetworkId } from "@icn-mesh/core";

/** A bid as executors send it: three links, an executor, 16 fields. */
export function sampleBid(by: Did): Bid {
  return {
    t: "icn/bid/1",
    net: cidOf(Uint8Array.of(1)) as NetworkId,
    by,
    via: null,
    job: cidOf(Uint8Array.of(2)) as JobId,
    round: 1,
    price: 12_000n,
    failPrice: 10n,
    needMs: 60_000,
    resources: { cpuCores: 4, memoryMb: 8192, storageMb: 1000 },
    capabilities: ["wasm", "gpu"],
    membership: [cidOf(Uint8Array.of(3))],
    validForMs: 30_000,
    estimatedMs: 1200,
    bond: null,
  };
}
