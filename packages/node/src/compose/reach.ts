import { systemClock } from "@icn-mesh/core/node";
import { type BlockExchange, createBlockExchange, type NetworkNode } from "@icn-mesh/network";
import type { NodeConfig } from "../config/node-config.ts";
import type { Ground } from "./ground.ts";
import { openTransport } from "./open-transport.ts";

/** How a node reaches others, and is reached. */
export interface Reach {
  readonly network: NetworkNode;
  readonly exchange: BlockExchange;
}

/** The reach of a node, not started. */
export function openReach(ground: Ground, config: NodeConfig): Reach {
  const { storage, metrics, rng } = ground;
  const logger = ground.log("network");
  // Bytes travel by the clock of the machine, whatever the times of the mesh are read from.
  const clock = systemClock;
  const network = openTransport({ clock, rng, logger, metrics }, ground, config.network);
  const exchange = createBlockExchange({ network, clock, logger, metrics, serve: (cid) => storage.get(cid) });
  return { network, exchange };
}
