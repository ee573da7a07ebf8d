import { createMemoryLatencyStore } from "@icn-mesh/core";
import { type AskGuards, type Guard, openGuard } from "@icn-mesh/economics";
import { createFileBootCounter } from "@icn-mesh/economics/node";
import {
  cheapestPolicy,
  createPermissiveChecker,
  icnCompatPolicy,
  judge,
  reputationLoadPolicy,
  type SelectionPolicy,
  stakeLotteryPolicy,
  weightedPolicy,
} from "@icn-mesh/mesh";
import {
  askNetworkGuards,
  askOwnGuard,
  createRuntime,
  federationLink,
  holdOutputs,
  type Runtime,
} from "@icn-mesh/runtime";
import type { NodeConfig } from "../config/node-config.ts";
import { executorRole } from "./executor-role.ts";
import type { Ground } from "./ground.ts";
import type { Held } from "./held.ts";
import type { NodeParts } from "./node-parts.ts";
import type { Reach } from "./reach.ts";

/** What a node does in its federation. */
export interface Roles {
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
  readonly held: Held;
}

/** Puts the roles of a node together, not started. */
export async function openRoles(components: RolesComponents, config: NodeConfig): Promise<Roles> {
  const { ground, reach, parts, held } = components;
  const { membership, clock } = ground;
  const policy = parts.policy ?? POLICIES[config.submitter.policy]();
  const executor = executorRole(config.executor, { parts, clock, held });
  const guard = await ownGuard(components);
  const guards = askNetworkGuards(federationLink(reach.network, ground.federation.net));
  const runtime = await createRuntime(
    {
      ...ground,
      logger: ground.log("runtime"),
      link: reach.network,
      payloads: reach.payloads,
      guards,
      latency: createMemoryLatencyStore(),
      nodes: () => reach.discovery.find().map(({ record }) => record),
      ...(guard && { guard }),
      ...(executor && { runner: executor.runner }),
    },
    {
      policy,
      checker: parts.checker ?? createPermissiveChecker(),
      trustsFederation: config.submitter.trustsFederation,
      ...(membership && { membership }),
      ...(parts.kinds && { kinds: parts.kinds }),
      ...(executor && { executor: executor.options }),
    },
  );
  return { runtime, guard, guards: askOwnGuard(guard, guards) };
}

/** The guard of this node, if the constitution names it. It asks the others at once what they have of it. */
async function ownGuard({ ground, reach }: RolesComponents): Promise<Guard | undefined> {
  const { federation, data, signer, clock } = ground;
  if (!federation.isGuard(signer.did)) return undefined;
  const { signal } = new AbortController();
  const network = askNetworkGuards(federationLink(reach.network, federation.net));
  return openGuard({
    ...ground,
    judge,
    boots: createFileBootCounter(data.at("boots")),
    holdsOutputs: holdOutputs({ payloads: reach.payloads, clock }),
    peers: { ask: (guard, request) => network.ask(guard, request, { signal }) },
  });
}

const POLICIES: Readonly<Record<NodeConfig["submitter"]["policy"], () => SelectionPolicy>> = {
  weighted: () => weightedPolicy(),
  cheapest: () => cheapestPolicy(),
  "reputation-load": () => reputationLoadPolicy(),
  "stake-lottery": () => stakeLotteryPolicy(),
  "icn-compat": () => icnCompatPolicy(),
};
