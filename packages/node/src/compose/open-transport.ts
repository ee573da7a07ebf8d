import type { Verifier } from "@icn-mesh/core";
import type { Federation } from "@icn-mesh/economics";
import { type NetworkComponents, type NetworkNode, nodeTable, nodeTopic } from "@icn-mesh/network";
import { createLibp2pNetwork, type Libp2pNetworkOptions } from "@icn-mesh/network/libp2p";
import { meshTopics } from "@icn-mesh/runtime";
import type { NodeConfig } from "../config/node-config.ts";

/** Whose transport it is. */
export interface TransportIdentity {
  readonly federation: Federation;
  readonly secretKey: Uint8Array;
  readonly verifier: Verifier;
}

/** A transport over libp2p as the configuration describes it, not started. */
export function openTransport(
  components: NetworkComponents,
  { federation: { net }, secretKey, verifier }: TransportIdentity,
  config: NodeConfig["network"],
): NetworkNode {
  const { listen, announce, bootstrap, transports, allowPrivateAddresses, size, table, mdns, connections } =
    config;
  return createLibp2pNetwork(components, {
    network: net,
    secretKey,
    listen,
    ...(announce.length > 0 && { announce }),
    bootstrap,
    transports,
    allowPrivateAddresses,
    size,
    table,
    mdns,
    ...(table !== "off" && { tables: [nodeTable(net, verifier)] }),
    topics: [...meshTopics(net), nodeTopic(net)],
    relay: relayOf(config.relay),
    limits: { connections },
  });
}

function relayOf(relay: NodeConfig["network"]["relay"]): NonNullable<Libp2pNetworkOptions["relay"]> {
  const isClient = relay === "client" || relay === "both";
  return { client: isClient, server: relay === "server" || relay === "both", holePunching: isClient };
}
