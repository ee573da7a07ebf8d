import {
  type Clock,
  createEmitter,
  type Did,
  type Listenable,
  type Logger,
  type Metrics,
  type NetworkId,
  type Rng,
  type Service,
  type Signer,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import type { DistributedTable } from "../distributed-table.ts";
import type { NetworkService } from "../network-service.ts";
import type { WaitOptions } from "../wait-options.ts";
import { createAnnouncer } from "./announcer.ts";
import { DISCOVERY_LIMITS, type DiscoveryLimits } from "./discovery-limits.ts";
import { createNodeCache, type KnownNode } from "./node-cache.ts";
import { createNodeExchange } from "./node-exchange.ts";
import { createNodeGate, type NodeEquivocation } from "./node-gate.ts";
import { matchesQuery, type NodeQuery } from "./node-query.ts";
import { nodeTopic } from "./node-topic.ts";
import { createOwnRecord, type NodeDescription } from "./own-record.ts";
import { createSearch } from "./search.ts";

/** What discovery tells. */
export interface DiscoveryEvents {
  /** A record came that is newer than what was known. */
  readonly node: KnownNode;
  readonly equivocation: NodeEquivocation;
}

/** Who else is in the network, by the records that the nodes sign about themselves. */
export interface Discovery extends Service {
  readonly events: Listenable<DiscoveryEvents>;
  /** Of those known now, without asking anybody. Who has equivocated is left out. */
  find(query?: NodeQuery): readonly KnownNode[];
  get(account: Did): KnownNode | undefined;
  /** Accounts that a peer key is known to stand for: its own, and those that it has confirmed. */
  accountsOf(peer: Did): readonly Did[];
  /**
   * Asks peers, and those that they name, until `enough` nodes are found or there is nobody left to ask; resolves to
   * all that are known then. One connected peer is enough to begin with.
   */
  search(query: NodeQuery, options?: SearchOptions): Promise<readonly KnownNode[]>;
  /** The node of an account: from memory, from peers, or from the table. */
  lookUp(account: Did, options?: WaitOptions): Promise<KnownNode | undefined>;
  /** Says something else of this node from now on. */
  describe(description: NodeDescription): Promise<void>;
}

/** How to search. */
export interface SearchOptions extends WaitOptions {
  /** One node when not given. */
  readonly enough?: number;
}

/** What discovery needs. The network knows the topic and the table of `nodeTopic` and `nodeTable`. */
export interface DiscoveryComponents {
  readonly network: NetworkService;
  /** Where there is one. */
  readonly table?: DistributedTable | undefined;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  /** What becomes of records, and how many are kept, is counted here where it is given. */
  readonly metrics?: Metrics | undefined;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly storage: Pick<Storage, "commit" | "get" | "ref">;
}

/** What this node says of itself, and whom it believes. */
export interface DiscoveryOptions {
  readonly net: NetworkId;
  readonly description: NodeDescription;
  /** Accounts whose records are kept; everybody's when not given. */
  readonly admits?: (account: Did) => boolean;
  /** How long others believe a record of this node; half an hour when not given. It is renewed three times as often. */
  readonly validForMs?: number;
  readonly limits?: Partial<DiscoveryLimits>;
}

const HALF_AN_HOUR_MS = 1_800_000;

/** Discovery that is to be started, after its network. */
export function createDiscovery(components: DiscoveryComponents, options: DiscoveryOptions): Discovery {
  const { network, clock, logger, table, rng } = components;
  const { net, admits = () => true, validForMs = HALF_AN_HOUR_MS } = options;
  const limits = { ...DISCOVERY_LIMITS, ...options.limits };
  const events = createEmitter<DiscoveryEvents>({
    onListenerError: (error, event) => logger.error("a listener failed", { event, error: String(error) }),
  });
  const cache = createNodeCache(clock, limits);
  const gate = createNodeGate(
    {
      ...{ clock, verifier: components.verifier, cache, net, admits, metrics: components.metrics },
      self: components.signer.did,
      onNode: learn,
      onEquivocation: (proof) => events.emit("equivocation", proof),
    },
    limits,
  );
  const own = createOwnRecord({ ...components, net, peer: network.self, validForMs });
  const exchange = createNodeExchange(
    {
      net,
      network,
      clock,
      rng,
      cache,
      gate,
      own,
      onConfirmed: (node) => network.learn(node.peer, node.record.addresses),
    },
    limits,
  );
  const announcer = createAnnouncer(
    { ...components, own },
    { net, validForMs, description: options.description },
  );
  const search = createSearch({ network, exchange, cache, table, gate }, limits);
  const undo: (() => void)[] = [];

  function learn({ body }: { readonly body: KnownNode["record"] }): void {
    const node = cache.get(body.by);
    if (node === undefined) return;
    // Only the peer itself can say where it is.
    if (node.isConfirmed) network.learn(node.peer, node.record.addresses);
    events.emit("node", node);
  }

  return {
    name: "discovery",
    events,
    async start() {
      undo.push(exchange.open());
      const subscription = network.subscribe(nodeTopic(net).topic, {
        validate: ({ bytes, from }) => gate.take(bytes, { from }),
        handle: () => undefined,
      });
      undo.push(() => subscription.stop());
      undo.push(network.events.on("connected", ({ peer }) => search.meet(peer)));
      await announcer.start();
      for (const { did } of network.peers()) search.meet(did);
    },
    async stop() {
      for (const each of undo.splice(0)) each();
      search.stop();
      await announcer.stop();
    },
    find: (query = {}) =>
      cache.all().filter((node) => !node.hasEquivocated && matchesQuery(node.record, query)),
    get: (account) => cache.get(account),
    accountsOf: (peer) =>
      cache
        .all()
        .filter((node) => node.isConfirmed && node.peer === peer)
        .map(({ account }) => account),
    search: (query, { enough = 1, signal } = {}) => search.run(query, { enough, signal }),
    lookUp: (account, wait) => search.lookUp(account, wait),
    describe: (description) => announcer.describe(description),
  };
}
