import { createMemoryLatencyStore, createMemoryStorage, type Storage, signedRecords } from "@icn-mesh/core";
import type { KeyRing } from "@icn-mesh/core/testing";
import { createKeptLinks } from "@icn-mesh/dag";
import { economicsRecords } from "@icn-mesh/economics";
import { sampleMember } from "@icn-mesh/economics/testing";
import { createBlockExchange, type NetworkNode } from "@icn-mesh/network";
import {
  askNetworkGuards,
  createJobKinds,
  createPayloadFetcher,
  federationLink,
  type KeyStore,
  meshTopics,
  runtimeProjections,
  runtimeRecords,
  STANDARD_KINDS,
} from "@icn-mesh/runtime";
import { guestStateRecord } from "@icn-mesh/sandbox";
import { actorNamed } from "../actors/all-actors.ts";
import type { NodePlan } from "../plan/sim-plan.ts";
import { bidFixedPrice } from "../workload/bid-fixed-price.ts";
import { createMannerRunner } from "../workload/manner-runner.ts";
import { simKind } from "../workload/sim-kind.ts";
import { findingLink } from "./finding-link.ts";
import type { ProcessPorts } from "./machine.ts";
import { noMetrics } from "./no-metrics.ts";
import type { NodeParts } from "./node-parts.ts";
import { placeOf } from "./open-guard-host.ts";
import { traceLink } from "./trace-link.ts";
import { createTraceLogger } from "./trace-logger.ts";
import { traceStorage } from "./trace-storage.ts";
import type { NodeHost, World } from "./world.ts";

/** What the simulated machines have room for. */
const MACHINE = { cpuCores: 4, memoryMb: 4096, storageMb: 4096 };
const KEPT_LINKS = createKeptLinks([...signedRecords, ...economicsRecords, ...runtimeRecords]);
const STATE_LINKS = createKeptLinks([guestStateRecord]);

/** An honest node that is put together and in the network, and does not run yet. */
export async function assembleNode(
  world: World,
  host: Pick<NodeHost, "federation" | "machine" | "plan">,
  { ports, starts }: { readonly ports: ProcessPorts; readonly starts: number },
): Promise<{ readonly network: NetworkNode; readonly parts: NodeParts }> {
  const { machine, plan } = host;
  const { federation, charter } = host.federation;
  const { name } = machine;
  const { clock, signer } = ports;
  const rng = world.rng.fork(`${name} ${starts}`);
  const logger = createTraceLogger(world.trace, clock, name);
  const common = { clock, logger, metrics: noMetrics };
  const disk = createMemoryStorage({
    disk: machine.disk,
    projections: runtimeProjections,
    keptLinks: KEPT_LINKS,
  });
  const storage = ports.seen(traceStorage(world.trace, name, disk));
  const topics = meshTopics(federation.net);
  const network = world.network.node({ self: machine.did, place: placeOf(name), topics, ...common });
  ports.defer(() => network.stop());
  await network.start();
  const exchange = createBlockExchange({ network, ...common, serve: servingOf(world, plan, storage) });
  await exchange.start();
  const payloads = createPayloadFetcher({ storage, clock, exchange, linksOf: STATE_LINKS });
  const dialsAll = world.plan.federations[host.federation.index]?.dials === undefined;
  const link = traceLink(world, dialsAll ? network : findingLink(world, network));
  const components: NodeParts["components"] = {
    ...{ ...common, federation, verifier: world.keys.verifier, signer, storage, rng, link, payloads },
    guards: askNetworkGuards(federationLink(link, federation.net)),
    keys: keyStoreOf(world.keys, name),
    latency: createMemoryLatencyStore(),
    nodes: () => host.federation.nodes.map(({ record }) => record),
    ...(plan.price !== null && {
      runner: world.hooks.runner?.(plan) ?? createMannerRunner(world, { plan, machine, clock }),
    }),
  };
  const options: NodeParts["options"] = {
    membership: await sampleMember(federation, machine.did, charter),
    kinds: createJobKinds([...STANDARD_KINDS, simKind]),
    executor: { queue: { capacity: MACHINE }, bids: world.hooks.bids?.(plan) ?? bidFixedPrice(plan) },
  };
  return { network, parts: { components, options } };
}

/** What others get of the store; what an actor makes of it, if there is one. */
function servingOf(world: World, { actor: name }: NodePlan, storage: Storage): Storage["get"] {
  const actor = name === null ? undefined : actorNamed(name);
  if (actor?.serve === undefined) return (cid) => storage.get(cid);
  return async (cid) => actor.serve?.(await storage.get(cid), { world });
}

/** The keys of those who use a node without keys of their own. */
function keyStoreOf(keys: KeyRing, node: string): KeyStore {
  const principals = new Map<string, ReturnType<KeyRing["signer"]>>();
  return {
    async signerFor(principal) {
      const signer = principals.get(principal) ?? keys.signer(`${node} principal ${principal}`);
      principals.set(principal, signer);
      return signer;
    },
    signers: async () => [...principals.values()],
  };
}
