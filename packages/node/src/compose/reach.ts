import { systemClock } from "@icn-mesh/core/node";
import { createKeptLinks } from "@icn-mesh/dag";
import {
  type BlockExchange,
  createBlockExchange,
  createDiscovery,
  type Discovery,
  type NetworkNode,
} from "@icn-mesh/network";
import { createPayloadFetcher, EXECUTOR_ROLE, type PayloadFetcher } from "@icn-mesh/runtime";
import { guestStateRecord } from "@icn-mesh/sandbox";
import type { NodeConfig } from "../config/node-config.ts";
import type { Ground } from "./ground.ts";
import { machineOf } from "./machine.ts";
import { openTransport } from "./open-transport.ts";

/** How a node reaches others, and is reached. */
export interface Reach {
  readonly network: NetworkNode;
  readonly exchange: BlockExchange;
  readonly payloads: PayloadFetcher;
  readonly discovery: Discovery;
}

/** The reach of a node, not started. */
export function openReach(ground: Ground, config: NodeConfig): Reach {
  const { storage, metrics, rng } = ground;
  const logger = ground.log("network");
  // Bytes travel by the clock of the machine, whatever the times of the mesh are read from.
  const clock = systemClock;
  const network = openTransport({ clock, rng, logger, metrics }, ground, config.network);
  const exchange = createBlockExchange({ network, clock, logger, metrics, serve: (cid) => storage.get(cid) });
  const payloads = createPayloadFetcher({
    storage,
    clock,
    exchange,
    linksOf: createKeptLinks([guestStateRecord]),
  });
  const { executor } = config;
  const description = {
    roles: executor.enabled ? [EXECUTOR_ROLE] : [],
    supported: [],
    capabilities: executor.capabilities,
    resources: machineOf(executor),
    bidPolicy: null,
  };
  const table = config.network.table === "off" ? {} : { table: network.table };
  const discovery = createDiscovery(
    { ...ground, ...table, network, clock, logger },
    { net: ground.federation.net, description },
  );
  return { network, exchange, payloads, discovery };
}
