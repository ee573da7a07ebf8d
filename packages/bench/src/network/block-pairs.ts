import { type Cid, createLogger, parseLogLevels } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import { createBlockExchange } from "@icn-mesh/network";
import { createArrivals } from "./arrivals.ts";
import { startBareNode } from "./bare-node.ts";
import { connectOurs, startOurNode } from "./our-node.ts";

/** One node that has blocks and another that wants them. */
export interface BlockPair {
  /** Resolves when the other has all of them. */
  move(blocks: ReadonlyMap<Cid, Uint8Array>): Promise<void>;
  stop(): Promise<void>;
}

const PROTOCOL = "/bench/blocks/1";
const logger = createLogger({
  component: "bench",
  levels: parseLogLevels("error"),
  sink: () => undefined,
  clock: systemClock,
});

/** A stream of bytes, which nobody asks for, cuts or hashes. */
export async function bareBlockPair(): Promise<BlockPair> {
  const [giving, taking] = [await startBareNode(), await startBareNode()];
  const arrivals = createArrivals();
  await taking.handle(PROTOCOL, (stream) => {
    stream.addEventListener("message", ({ data }) => arrivals.add(data.byteLength));
  });
  const connection = await giving.dial(taking.getMultiaddrs());
  const stream = await connection.newStream(PROTOCOL);
  return {
    async move(blocks) {
      let total = 0;
      for (const bytes of blocks.values()) {
        total += bytes.length;
        if (!stream.send(bytes)) {
          await new Promise((resolve) => stream.addEventListener("drain", resolve, { once: true }));
        }
      }
      await arrivals.next(total);
    },
    async stop() {
      await Promise.all([giving.stop(), taking.stop()]);
    },
  };
}

/** Our exchange: every block is asked for by its CID and hashed before anybody sees it. */
export async function ourBlockPair(): Promise<BlockPair> {
  const [giving, taking] = [await startOurNode(), await startOurNode()];
  let shelf: ReadonlyMap<Cid, Uint8Array> = new Map();
  // What one peer may have in a second is for the operator to say; here it is the machine.
  const limits = { bytesPerSecond: 2 ** 40, burstBytes: 2 ** 40 };
  const parts = { clock: systemClock, logger };
  const server = createBlockExchange(
    { ...parts, network: giving, serve: (cid) => shelf.get(cid) },
    { limits },
  );
  const client = createBlockExchange({ ...parts, network: taking, serve: () => undefined }, { limits });
  for (const exchange of [server, client]) await exchange.start();
  await connectOurs(taking, giving);
  return {
    async move(blocks) {
      shelf = blocks;
      const session = client.session([giving.self]);
      await Promise.all(
        [...blocks.keys()].map(async (cid) => {
          const result = await session.fetch(cid);
          if (!result.ok) throw new Error(result.code);
        }),
      );
    },
    async stop() {
      for (const service of [client, server, taking, giving]) await service.stop();
    },
  };
}
