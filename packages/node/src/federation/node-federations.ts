import { join } from "node:path";
import { type NetworkId, type Service, startAll } from "@icn-mesh/core";
import {
  createFederationHost,
  type FederationPlace,
  type JoinResult,
  type LeaveOptions,
  type LeaveResult,
  type Pruned,
  type PruneOptions,
  type Runtime,
  type RuntimeContext,
} from "@icn-mesh/runtime";
import type { Ground } from "../compose/ground.ts";
import type { Seat } from "../compose/seat.ts";
import { NodeError } from "../errors.ts";
import { keepLetters, lettersIn } from "./letters.ts";
import { constitutionIn, membershipIn } from "./open-own-federation.ts";
import { type NotJoinable, readJoining } from "./read-joining.ts";

/** A federation that a node is in. */
export interface ListedFederation {
  readonly net: NetworkId;
  /** True for the one that its data directory belongs to, which it cannot leave. */
  readonly isHome: boolean;
  /** True where the charter has said so. */
  readonly isMember: boolean;
  readonly isGuard: boolean;
  /** Jobs and assignments about which something is owed. */
  readonly open: number;
}

/** What pruning has removed, or would remove, in one federation. */
export interface PrunedFederation extends Pruned {
  readonly net: NetworkId;
}

/** What came of joining by records. */
export type JoinByRecords = JoinResult | { readonly ok: false; readonly refusal: NotJoinable };

/** What came of leaving. */
export type LeaveFederation =
  | LeaveResult
  | {
      readonly ok: false;
      readonly refusal: { readonly code: "NODE_HOME_FEDERATION"; readonly net: NetworkId };
    };

/** The federations of a node: one that its data directory belongs to, and others that come and go. */
export interface NodeFederations {
  list(): readonly ListedFederation[];
  context(net: NetworkId): RuntimeContext | undefined;
  /** Takes part in a federation from now on, by a constitution and what its charter gives this node, as letters. */
  join(records: readonly string[]): Promise<JoinByRecords>;
  leave(net: NetworkId, options?: LeaveOptions): Promise<LeaveFederation>;
  /** Removes what is over its time, in one federation after the other; a dry run only tells what would go. */
  prune(options?: PruneOptions): Promise<readonly PrunedFederation[]>;
}

/** What the federations of a node are put together from. */
export interface NodeFederationsComponents {
  readonly ground: Ground;
  readonly home: Seat;
  /** Where those stand that are taken; the home is the first. */
  readonly seats: Map<NetworkId, Seat>;
  readonly open: (place: FederationPlace) => Promise<Seat>;
  /** Directories of further federations. */
  readonly also: readonly string[];
}

/** The federations beside the home, which is started by whoever made it. */
export function createNodeFederations(components: NodeFederationsComponents): NodeFederations & Service {
  const { ground, home, seats, open, also } = components;
  const { storage, verifier, clock } = ground;
  const homeNet = home.federation.net;
  const host = createFederationHost({
    ...{ storage, verifier, clock },
    logger: ground.log("federations"),
    open: async (place) => seated(await open(place), seats),
  });

  return {
    name: "federations",
    list: () => [...seats.values()].map((seat) => listed(seat, seat === home)),
    context: (net) => seats.get(net)?.runtime.context,
    async join(records) {
      const read = readJoining(records, ground.signer.did);
      if (!read.ok) return read;
      const { genesis, membership, deposits } = read.joining;
      await keepLetters(ground.data.at("letters"), deposits);
      if ((genesis.cid as string) === homeNet) return { ok: true, net: homeNet, isNew: false };
      return host.join(genesis, membership);
    },
    async leave(net, options) {
      if (net !== homeNet) return host.leave(net, options);
      return { ok: false, refusal: { code: "NODE_HOME_FEDERATION", net } };
    },
    async prune(options) {
      const pruned: PrunedFederation[] = [];
      for (const [net, { retention }] of [...seats])
        pruned.push({ net, ...(await retention.prune(options)) });
      return pruned;
    },
    async start() {
      for (const directory of also)
        await keepLetters(ground.data.at("letters"), await lettersIn(join(directory, "letters")));
      await host.start();
      for (const directory of also) {
        const genesis = await constitutionIn(join(directory, "constitution"));
        const membership = await membershipIn(join(directory, "membership"), false);
        if ((genesis.cid as string) !== homeNet)
          assertJoined(await host.join(genesis, membership), directory);
      }
    },
    stop: () => host.stop(),
  };
}

function listed({ federation, place, guard, runtime }: Seat, isHome: boolean): ListedFederation {
  const { net } = federation;
  return {
    ...{ net, isHome },
    isMember: place.membership !== undefined,
    isGuard: guard !== undefined,
    open: runtime.open,
  };
}

/** A seat as a host sees it: it is taken as long as it is started. */
function seated(seat: Seat, seats: Map<NetworkId, Seat>): Runtime {
  const { runtime, services, federation } = seat;
  let leave: (() => Promise<void>) | undefined;
  return {
    name: "federation",
    context: runtime.context,
    executor: runtime.executor,
    get open() {
      return runtime.open;
    },
    retire: runtime.retire,
    async start() {
      leave = await startAll(services);
      seats.set(federation.net, seat);
    },
    async stop() {
      seats.delete(federation.net);
      await leave?.();
    },
  };
}

function assertJoined(result: JoinResult, directory: string): void {
  if (result.ok) return;
  const path = join(directory, "constitution");
  const message = `${path} is not what its charter has signed: ${result.refusal.reason}`;
  throw new NodeError(message, { code: "NODE_BAD_CONSTITUTION", path });
}
