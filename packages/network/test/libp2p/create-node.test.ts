import { createRecordingLogger } from "@icn-mesh/core/testing";
import { peerDiscoverySymbol } from "@libp2p/interface";
import { describe, expect, it } from "vitest";
import { createNode } from "../../src/libp2p/create-node.ts";
import { createGossipRouter } from "../../src/libp2p/gossip-router.ts";
import type { Libp2pNetworkOptions } from "../../src/libp2p/libp2p-options.ts";
import { createMessageIds } from "../../src/message-id.ts";
import { NETWORK_LIMITS } from "../../src/network-limits.ts";

/** What looks for peers by itself, in a node that is made and never started: multicast would leave this machine. */
async function finders(options: Partial<Libp2pNetworkOptions>): Promise<number> {
  const limits = NETWORK_LIMITS;
  const gossip = createGossipRouter({
    ...{ topics: [], size: "small", limits, allowsPrivate: false },
    ...{ idOf: createMessageIds([]), standing: () => 0 },
  });
  const node = await createNode({
    options: { network: "test", secretKey: new Uint8Array(32).fill(1), table: "off", ...options },
    ...{ limits, gate: {}, gossip, logger: createRecordingLogger("network") },
  });
  const { components } = (node as unknown as { readonly components: { readonly components: object } })
    .components;
  return Object.values(components).filter((part) => Object.hasOwn(part ?? {}, peerDiscoverySymbol)).length;
}

describe("a node over libp2p", () => {
  it("looks for nobody on the local network, unless it is told to", async () => {
    expect(await finders({})).toBe(0);
    expect(await finders({ mdns: false })).toBe(0);
    expect(await finders({ mdns: true })).toBe(1);
  });
});
