import type { NetworkId, Service } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import { createKeptLinks } from "@icn-mesh/dag";
import { createDiscovery, type Discovery, nodeTopic } from "@icn-mesh/network";
import {
  createPayloadFetcher,
  createRetention,
  EXECUTOR_ROLE,
  type FederationPlace,
  meshTopics,
  type PayloadFetcher,
  type Retention,
} from "@icn-mesh/runtime";
import { guestStateRecord } from "@icn-mesh/sandbox";
import type { NodeConfig } from "../config/node-config.ts";
import { lettersIn } from "../federation/letters.ts";
import { duties } from "./duties.ts";
import { machineOf } from "./machine.ts";
import { nodeKeptLinks } from "./open-store.ts";
import { retentionOptions } from "./retention-options.ts";
import { openRoles, type Roles, type RolesComponents } from "./roles.ts";

/** A node in one federation: its roles there, and what they have to themselves. */
export interface Seat extends Roles {
  readonly place: FederationPlace;
  readonly discovery: Discovery;
  readonly payloads: PayloadFetcher;
  readonly retention: Retention;
  /** All of it, in the order in which it starts. */
  readonly services: readonly Service[];
}

/** What seats are made of. */
export type SeatComponents = Omit<RolesComponents, "discovery" | "payloads">;

/** The seat of a node in a federation, not started. */
export async function openSeat(
  components: SeatComponents,
  place: FederationPlace,
  config: NodeConfig,
): Promise<Seat> {
  const { ground, reach } = components;
  const { federation, membership, storage, nameInStore } = place;
  const payloads = createPayloadFetcher({
    storage,
    clock: systemClock,
    exchange: reach.exchange,
    linksOf: createKeptLinks([guestStateRecord]),
  });
  const discovery = discoveryIn(components, federation.net, config);
  const roles = await openRoles({ ...components, payloads, discovery }, place, config);
  const retention = createRetention(
    {
      storage,
      whole: { store: ground.storage, nameInStore },
      keptLinks: nodeKeptLinks(),
      clock: ground.clock,
      logger: ground.log("retention"),
    },
    retentionOptions(config.retention),
  );
  const letters = (await lettersIn(ground.data.at("letters"))).filter(
    ({ body }) => body.net === federation.net,
  );
  const services = [
    ...(federation.net === ground.federation.net ? [] : [topicsOf(components, federation.net)]),
    discovery,
    roles.runtime,
    ...duties(ground, { roles, letters, isMember: membership !== undefined }),
    ...(config.retention.enabled ? [retention] : []),
  ];
  return { ...roles, place, discovery, payloads, retention, services };
}

/** The network has to do with the topics of a federation only while the node is in it. */
function topicsOf({ reach }: SeatComponents, net: NetworkId): Service {
  let forget: (() => void) | undefined;
  return {
    name: "topics",
    async start() {
      forget = reach.network.declare([...meshTopics(net), nodeTopic(net)]);
    },
    stop: async () => forget?.(),
  };
}

function discoveryIn({ ground, reach }: SeatComponents, net: NetworkId, config: NodeConfig): Discovery {
  const { executor } = config;
  const description = {
    roles: executor.enabled ? [EXECUTOR_ROLE] : [],
    supported: [],
    capabilities: executor.capabilities,
    resources: machineOf(executor),
    bidPolicy: null,
  };
  // The table is that of the federation that the network was made for.
  const hasTable = config.network.table !== "off" && net === ground.federation.net;
  const table = hasTable ? { table: reach.network.table } : {};
  const parts = { ...ground, ...table, network: reach.network, clock: systemClock };
  return createDiscovery({ ...parts, logger: ground.log("network") }, { net, description });
}
