import { westend } from "@polkadot-api/known-chains";
import { type Chain, start } from "smoldot";
import { afterEach, describe, expect, it } from "vitest";
import { cidOf } from "../../../packages/core/src/index.ts";
import { systemClock } from "../../../packages/core/src/node/index.ts";
import { createBlockExchange } from "../../../packages/network/src/index.ts";
import { bytesOf, type OurNode, startOurs } from "./our-node.ts";

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A light client of a chain, a libp2p written in Rust, that knows no other node than ours. */
interface Smoldot {
  readonly chain: Chain;
  /** True once its log has such an event. */
  hasSaid(event: string): boolean;
}

async function startSmoldot(address: string): Promise<Smoldot> {
  const log: string[] = [];
  const client = start({
    maxLogLevel: 4,
    logCallback: (_level, target, text) => log.push(`${target} ${text}`),
  });
  stops.push(() => client.terminate());
  const chainSpec = JSON.stringify({ ...JSON.parse(westend), bootNodes: [address] });
  const chain = await client.addChain({ chainSpec });
  return { chain, hasSaid: (event) => log.some((line) => line.includes(event)) };
}

async function listening(): Promise<OurNode> {
  const listen = ["/ip4/127.0.0.1/tcp/0/ws", "/ip4/127.0.0.1/tcp/0"];
  const ours = await startOurs({ transports: ["tcp", "websocket"], listen });
  stops.push(ours.stop);
  return ours;
}

function addressBy(ours: OurNode, transport: string): string {
  const isWanted = (address: string) => address.includes("/ws") === (transport === "WebSocket");
  return ours.network.addresses().find(isWanted) ?? "";
}

describe("smoldot", () => {
  it.each(["WebSocket", "TCP"])(
    "dials a node of ours over %s, identifies itself and pings it",
    async (transport) => {
      const ours = await listening();
      const connected = new Promise((resolve) => ours.network.events.once("connected", resolve));
      const smoldot = await startSmoldot(addressBy(ours, transport));
      await connected;
      expect(ours.network.peers()).toMatchObject([{ direction: "inbound", topics: [] }]);
      for (const event of ["handshake-finished", "identify-request-received", "pong"]) {
        await expect.poll(() => smoldot.hasSaid(event), { message: event, timeout: 30_000 }).toBe(true);
      }
      expect(ours.logger.entries.filter(({ level }) => level === "error")).toEqual([]);
    },
  );

  it("fetches a block of ours, by its own Bitswap", async () => {
    const ours = await listening();
    const bytes = bytesOf("a block of ours");
    const cid = cidOf(bytes, "raw");
    const { network, logger } = ours;
    const exchange = createBlockExchange(
      { network, logger, clock: systemClock, serve: (wanted) => (wanted === cid ? bytes : undefined) },
      { bitswap: true },
    );
    await exchange.start();
    stops.push(exchange.stop);
    const { chain, hasSaid } = await startSmoldot(addressBy(ours, "WebSocket"));
    await expect.poll(() => hasSaid("bitswap-open-success"), { timeout: 30_000 }).toBe(true);
    chain.sendJsonRpc(
      JSON.stringify({ jsonrpc: "2.0", id: 1, method: "bitswap_unstable_get", params: [cid] }),
    );
    const { result } = JSON.parse(await chain.nextJsonRpcResponse());
    expect(Buffer.from(result.slice(2), "hex")).toEqual(Buffer.from(bytes));
    expect(exchange.stats().blocksSent).toBe(1);
  });
});
