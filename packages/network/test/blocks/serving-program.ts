import { memoryUsage, stdin } from "node:process";
import { createInterface } from "node:readline";
import { createMemoryMetrics, MAX_BLOCK_BYTES } from "@icn-mesh/core";
import { systemClock as clock, systemRng as rng } from "@icn-mesh/core/node";
import { createRecordingLogger } from "@icn-mesh/core/testing";
import { createBlockExchange } from "../../src/blocks/block-exchange.ts";
import { createLibp2pNetwork } from "../../src/libp2p/index.ts";
import { honestBlocks } from "./honest-blocks.ts";

// A node that has the honest blocks, and something of the largest size for every other CID, as if strangers asked for
// what it really has. It prints its address and DID, and its state for every line that it reads, until its input ends.

const honest = honestBlocks();
const logger = createRecordingLogger();
const network = createLibp2pNetwork(
  { clock, rng, logger, metrics: createMemoryMetrics() },
  {
    network: "test",
    secretKey: rng.bytes(32),
    listen: ["/ip4/127.0.0.1/tcp/0"],
    allowPrivateAddresses: true,
    limits: { connectionsPerSubnet: 64 },
  },
);
let reads = 0;
let peak = 0;
const exchange = createBlockExchange(
  {
    network,
    clock,
    logger,
    serve(cid) {
      reads += 1;
      peak = Math.max(peak, memoryUsage.rss());
      return honest.get(cid) ?? new Uint8Array(MAX_BLOCK_BYTES);
    },
  },
  { bitswap: true },
);
await network.start();
await exchange.start();
console.log(JSON.stringify({ address: network.addresses()[0], did: network.self }));

for await (const _ of createInterface({ input: stdin })) {
  const rss = memoryUsage.rss();
  peak = Math.max(peak, rss);
  console.log(JSON.stringify({ reads, rss, peak }));
}
await exchange.stop();
await network.stop();
