import { noise } from "@chainsafe/libp2p-noise";
import { yamux } from "@chainsafe/libp2p-yamux";
import { withBitswap } from "@helia/bitswap";
import { withLibp2pLight } from "@helia/libp2p";
import { identify } from "@libp2p/identify";
import { tcp } from "@libp2p/tcp";
import { createHeliaLight } from "helia";
import type { Blockstore } from "interface-blockstore";

/** A helia node on the loopback interface that knows nobody; over a blockstore of its own in memory, or over ours. */
export async function startHelia(blockstore?: Blockstore) {
  const light = createHeliaLight(blockstore === undefined ? {} : { blockstore });
  const node = withBitswap(
    withLibp2pLight(light, {
      addresses: { listen: ["/ip4/127.0.0.1/tcp/0"] },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      services: { identify: identify() },
    }),
  );
  await node.start();
  return node;
}

/** A helia node of either kind. */
export type HeliaNode = Awaited<ReturnType<typeof startHelia>>;
