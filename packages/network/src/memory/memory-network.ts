import type { Clock, Did, Logger, Metrics, Rng } from "@icn-mesh/core";
import type { TableRules } from "../distributed-table.ts";
import { createMessageIds } from "../message-id.ts";
import { createNetwork } from "../network.ts";
import { NETWORK_LIMITS } from "../network-limits.ts";
import type { NetworkNode } from "../network-node.ts";
import type { NetworkOptions } from "../network-options.ts";
import type { LinkFaults } from "./link-faults.ts";
import { createMemoryEnd } from "./memory-end.ts";
import { createMemoryHub } from "./memory-hub.ts";
import { createMemoryLinks } from "./memory-links.ts";
import { createMemoryTable } from "./memory-table.ts";
import { createMemoryTransport } from "./memory-transport.ts";

/** Nodes that talk in memory, and what happens to what they say. All chance is drawn from one rng, all time from one clock. */
export interface MemoryNetwork {
  /** A node, not started. A later one of the same DID takes its place once it has stopped. */
  node(options: MemoryNodeOptions): NetworkNode;
  /** Changes what all links do from now on. */
  setFaults(faults: Partial<LinkFaults>): void;
  /** Makes one link, in one direction, differ from the others, or no longer. */
  setLinkFaults(from: Did, to: Did, faults: Partial<LinkFaults> | undefined): void;
  /**
   * Nothing gets from one node to another where this is true, in any shape, one way or both. Messages of topics are
   * lost, streams wait; a connection that stays apart for 30 seconds is given up by both ends.
   */
  separate(isApart: (from: Did, to: Did) => boolean): void;
  /** Ends every separation. */
  heal(): void;
  /** Breaks the connection of two nodes, as a reset does. */
  reset(left: Did, right: Did): void;
}

/** Who a node is. */
export interface MemoryNodeOptions extends NetworkOptions {
  readonly self: Did;
  /** Where it listens, as `/memory/<place>`; nobody can dial it when not given. */
  readonly place?: string;
  readonly tables?: readonly TableRules[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What all nodes share. */
export interface MemoryNetworkComponents {
  readonly clock: Clock;
  readonly rng: Rng;
  /** Told of whatever sets out over a link, each message and each copy of it: its topic or protocol, and its length. */
  readonly onSent?: (name: string, bytes: number) => void;
}

/** A network without nodes, whose links carry everything at once. */
export function createMemoryNetwork({ clock, rng, onSent = ignore }: MemoryNetworkComponents): MemoryNetwork {
  const links = createMemoryLinks({ clock, rng: rng.fork("memory-network"), onSent });
  const hub = createMemoryHub(links);

  return {
    node(options) {
      const { self, place, tables = [], topics = [], logger, metrics } = options;
      const limits = { ...NETWORK_LIMITS, ...options.limits };
      const end = createMemoryEnd({ self, place, limits, tables });
      const idOf = createMessageIds(topics.map(({ topic }) => topic));
      const components = { clock, rng: rng.fork(`node ${self}`), logger, metrics };
      const network = createNetwork(components, options, (setting) =>
        createMemoryTransport({ ...setting, hub, end, idOf }),
      );
      return { ...network, table: createMemoryTable(hub, end, tables) };
    },
    setFaults: links.setFaults,
    setLinkFaults: links.setLinkFaults,
    separate: links.separate,
    heal: () => links.separate(() => false),
    reset(left, right) {
      for (const connection of [...hub.connections]) {
        const ends = [connection.dialler, connection.listener];
        if (ends.includes(left) && ends.includes(right)) connection.close();
      }
    },
  };
}

function ignore(): void {}
