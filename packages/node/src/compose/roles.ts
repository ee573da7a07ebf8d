import { createMemoryLatencyStore } from "@icn-mesh/core";
import { type AskGuards, type Federation, type Guard, openGuard } from "@icn-mesh/economics";
import { createFileBootCounter } from "@icn-mesh/economics/node";
import {
  cheapestPolicy,
  icnCompatPolicy,
  judge,
  reputationLoadPolicy,
  type SelectionPolicy,
  stakeLotteryPolicy,
  weightedPolicy,
} from "@icn-mesh/mesh";
import type { Discovery } from "@icn-mesh/network";
import {
  askNetworkGuards,
  askOwnGuard,
  createRuntime,
  type FederationPlace,
  federationLink,
  holdOutputs,
  type PayloadFetcher,
  type QuotaBook,
  type Runtime,
  type RuntimeOptions,
} from "@icn-mesh/runtime";
import type { NodeConfig } from "../config/node-config.ts";
import type { Ground } from "./ground.ts";
import { createGuardPeers } from "./guard-peers.ts";
import type { NodeParts } from "./node-parts.ts";
import type { NodeMachine } from "./open-machine.ts";
import type { Reach } from "./reach.ts";

/** What a node does in a federation. */
export interface Roles {
  readonly federation: Federation;
  readonly runtime: Runtime;
  readonly guard: Guard | undefined;
  /** Asks the guards, of whom this node may be one. */
  readonly guards: AskGuards;
}

/** What roles are played with. */
export interface RolesComponents {
  readonly ground: Ground;
  readonly reach: Reach;
  readonly parts: NodeParts;
  /** Undefined where the node runs no jobs. */
  readonly machine: NodeMachine | undefined;
  readonly discovery: Discovery;
  readonly payloads: PayloadFetcher;
  readonly quotas: QuotaBook;
  /** All federations that the node is in now. */
  readonly places: () => readonly FederationPlace[];
}

/** Puts the roles of a node in a federation together, not started. */
export async function openRoles(
  components: RolesComponents,
  place: FederationPlace,
  config: NodeConfig,
): Promise<Roles> {
  const { ground, reach, payloads, discovery, machine } = components;
  const { federation, storage } = place;
  const guard = await ownGuard(components, place);
  const guards = askNetworkGuards(federationLink(reach.network, federation.net));
  const runtime = await createRuntime(
    {
      ...ground,
      ...{ federation, storage, payloads, guards },
      logger: ground.log("runtime"),
      link: reach.network,
      latency: createMemoryLatencyStore(),
      nodes: () => discovery.find().map(({ record }) => record),
      ...(guard && { guard }),
      ...(machine && { runner: machine.runner, executor: machine.executor }),
    },
    runtimeOptions(components, place, config),
  );
  return { federation, runtime, guard, guards: askOwnGuard(guard, guards) };
}

function runtimeOptions(
  { parts, machine, places, quotas }: RolesComponents,
  { federation, membership }: FederationPlace,
  { submitter }: NodeConfig,
): RuntimeOptions {
  const others = () => places().filter((place) => place.federation.net !== federation.net);
  const memberships = () => others().flatMap((place) => place.membership ?? []);
  return {
    policy: parts.policy ?? POLICIES[submitter.policy](),
    trustsFederation: submitter.trustsFederation,
    quotaOf: quotas.quotaOf,
    federations: () => others().map((place) => place.federation),
    ...(parts.checker && { checker: parts.checker }),
    ...(membership && { membership }),
    ...(parts.kinds && { kinds: parts.kinds }),
    ...(machine && { executor: { ...machine.options, memberships } }),
  };
}

/** The guard of this node, if the constitution names it. It asks the others first what they have of it. */
async function ownGuard(
  { ground, reach, payloads }: RolesComponents,
  { federation, storage }: FederationPlace,
): Promise<Guard | undefined> {
  const { data, signer, clock } = ground;
  const { net } = federation;
  if (!federation.isGuard(signer.did)) return undefined;
  const guards = askNetworkGuards(federationLink(reach.network, net));
  const boots = net === ground.federation.net ? "boots" : `boots.${net}`;
  return openGuard({
    ...ground,
    ...{ federation, storage, judge },
    boots: createFileBootCounter(data.at(boots)),
    holdsOutputs: holdOutputs({ payloads, clock }),
    peers: createGuardPeers({ guards, clock, logger: ground.log("guard") }),
  });
}

const POLICIES: Readonly<Record<NodeConfig["submitter"]["policy"], () => SelectionPolicy>> = {
  weighted: () => weightedPolicy(),
  cheapest: () => cheapestPolicy(),
  "reputation-load": () => reputationLoadPolicy(),
  "stake-lottery": () => stakeLotteryPolicy(),
  "icn-compat": () => icnCompatPolicy(),
};
