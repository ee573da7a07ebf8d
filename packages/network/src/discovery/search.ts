import type { Did } from "@icn-mesh/core";
import type { DistributedTable } from "../distributed-table.ts";
import type { NetworkService } from "../network-service.ts";
import type { WaitOptions } from "../wait-options.ts";
import type { DiscoveryLimits } from "./discovery-limits.ts";
import type { KnownNode, NodeCache } from "./node-cache.ts";
import type { NodeExchange } from "./node-exchange.ts";
import type { NodeGate } from "./node-gate.ts";
import { matchesQuery, type NodeQuery } from "./node-query.ts";
import { nodeTableKey } from "./node-table.ts";

/** Finds nodes by asking. */
export interface Search {
  /** Shows a new neighbour our record, and learns its own and some of those that it knows. */
  meet(peer: Did): void;
  run(
    query: NodeQuery,
    options: { readonly enough: number } & WaitOptionsOrNone,
  ): Promise<readonly KnownNode[]>;
  lookUp(account: Did, options?: WaitOptions): Promise<KnownNode | undefined>;
  stop(): void;
}

interface WaitOptionsOrNone {
  readonly signal?: AbortSignal | undefined;
}

/** What a search needs. */
export interface SearchComponents {
  readonly network: Pick<NetworkService, "peers">;
  readonly exchange: Pick<NodeExchange, "ask">;
  readonly cache: NodeCache;
  readonly table?: DistributedTable | undefined;
  readonly gate: NodeGate;
}

/** A search over the connected peers, and the nodes that they name. */
export function createSearch(components: SearchComponents, limits: DiscoveryLimits): Search {
  const { network, exchange, cache, table, gate } = components;
  const stopped = new AbortController();

  const matching = (query: NodeQuery): readonly KnownNode[] =>
    cache.all().filter((node) => !node.hasEquivocated && matchesQuery(node.record, query));

  /** Connected peers first, then nodes that they named. */
  function next(asked: ReadonlySet<Did>): Did[] {
    const connected = network.peers().map(({ did }) => did);
    const named = cache.all().map(({ peer }) => peer);
    const most = Math.min(limits.askedAtOnce, limits.maxAsked - asked.size);
    return [...new Set([...connected, ...named])]
      .filter((peer) => !asked.has(peer))
      .slice(0, Math.max(0, most));
  }

  async function run(query: NodeQuery, options: { readonly enough: number } & WaitOptionsOrNone) {
    const signal = anyOf(options.signal, stopped.signal);
    const asked = new Set<Did>();
    for (let peers = next(asked); matching(query).length < options.enough; peers = next(asked)) {
      if (peers.length === 0) break;
      for (const peer of peers) asked.add(peer);
      await Promise.all(peers.map((peer) => exchange.ask(peer, query, { signal })));
    }
    return matching(query);
  }

  async function fromTable(account: Did, options: WaitOptions | undefined): Promise<KnownNode | undefined> {
    const bytes = await table?.get(nodeTableKey(account), options);
    // The table is nobody in particular; what is wrong with its records is held against nobody.
    if (bytes !== undefined) gate.take(bytes, { from: account });
    return cache.get(account);
  }

  return {
    meet(peer) {
      exchange.ask(peer, {}, { signal: stopped.signal }).catch(() => undefined); // it fails when this is stopped
    },
    run,
    async lookUp(account, options) {
      const known = cache.get(account);
      if (known) return known;
      const [found] = await run({ accounts: [account] }, { enough: 1, signal: options?.signal });
      return found ?? fromTable(account, options);
    },
    stop() {
      stopped.abort();
    },
  };
}

function anyOf(first: AbortSignal | undefined, second: AbortSignal): AbortSignal {
  return first === undefined ? second : AbortSignal.any([first, second]);
}
