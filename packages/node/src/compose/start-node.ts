import { type NetworkId, type Service, startAll } from "@icn-mesh/core";
import { type Executor, type FederationPlace, type QuotaBook, scopeStorage } from "@icn-mesh/runtime";
import type { NodeConfig } from "../config/node-config.ts";
import { createNodeFederations, type NodeFederations } from "../federation/node-federations.ts";
import { createDrain } from "./drain.ts";
import type { NodeExtension } from "./extension.ts";
import { type Ground, openGround } from "./ground.ts";
import { createHeld, type Held } from "./held.ts";
import type { Node } from "./node.ts";
import type { NodeParts } from "./node-parts.ts";
import { openMachine } from "./open-machine.ts";
import { openQuotas } from "./open-quotas.ts";
import { openReach, type Reach } from "./reach.ts";
import { openSeat, type Seat, type SeatComponents } from "./seat.ts";

/** What a node has beside what its configuration says. */
export interface StartOptions {
  /** Doors, markets and chains; each finds its section in the configuration under its name. */
  readonly extend?: readonly NodeExtension[];
  readonly parts?: NodeParts;
}

/**
 * Starts a node as its configuration says, which `readConfig` has made with the schema of the same extensions. What
 * fails on the way leaves nothing running and nothing held.
 */
export async function startNode(
  config: NodeConfig,
  { extend = [], parts = {} }: StartOptions = {},
): Promise<Node> {
  const held = createHeld();
  try {
    const node = await startParts(config, parts, held);
    await startDoors(node, extend, held);
    node.logger.info("started", { did: node.did, net: node.federation.net });
    return node;
  } catch (error) {
    // Why it did not start matters more than what did not stop.
    await held.release().catch(() => undefined);
    throw error;
  }
}

async function startParts(config: NodeConfig, parts: NodeParts, held: Held): Promise<Node> {
  const ground = await openGround(config, { clock: parts.clock, held });
  const reach = openReach(ground, config);
  held.add(await startAll([reach.network, reach.exchange]));
  const machine = openMachine(ground, config.executor, { parts, held });
  const quotas = await openQuotas(ground, config);
  const components = { ground, reach, parts, machine, quotas };
  const { home, federations } = await openFederations(components, config);
  const { clock, logger } = ground;
  const executor = machine?.executor;
  const drain = createDrain({ executor, clock, logger }, config.drainMs);
  // What it runs is cut off only after all who have it run know that.
  const services = [...(executor === undefined ? [] : [executor]), ...home.services, federations, drain];
  held.add(await startAll(services));
  return nodeOf(config, {
    ...ground,
    ...reach,
    ...home,
    storage: ground.storage,
    federations,
    executor,
    quotas,
    held,
  });
}

async function openFederations(
  components: Omit<SeatComponents, "places">,
  config: NodeConfig,
): Promise<{ readonly home: Seat; readonly federations: NodeFederations & Service }> {
  const { ground } = components;
  const { federation, membership } = ground;
  const seats = new Map<NetworkId, Seat>();
  const places = (): readonly FederationPlace[] => [...seats.values()].map(({ place }) => place);
  const open = (place: FederationPlace) => openSeat({ ...components, places }, place, config);
  const here = { ...scopeStorage(ground.storage, federation.net), federation };
  const home = await open(membership === undefined ? here : { ...here, membership });
  seats.set(federation.net, home);
  const { also } = config.federation;
  return { home, federations: createNodeFederations({ ground, home, seats, open, also }) };
}

interface Opened extends Ground, Reach, Omit<Seat, "federation"> {
  readonly federations: NodeFederations;
  readonly executor: Executor | undefined;
  readonly quotas: QuotaBook;
  readonly held: Held;
}

function nodeOf(config: NodeConfig, opened: Opened): Node {
  const { runtime, signer, held, logger } = opened;
  const { federation, federations, executor, guard, network, discovery, payloads, storage } = opened;
  const { verifier, keys, metrics, quotas, clock, rng } = opened;
  return {
    did: signer.did,
    config,
    context: runtime.context,
    ...{ federation, federations, runtime, executor, guard, network, discovery, payloads, storage },
    ...{ signer, verifier, keys, metrics, quotas, logger, clock, rng },
    async stop() {
      await held.release();
      logger.info("stopped");
    },
  };
}

async function startDoors(node: Node, extend: readonly NodeExtension[], held: Held): Promise<void> {
  const sections = node.config as unknown as Readonly<Record<string, unknown>>;
  for (const { name, open } of extend) {
    const service = await open(node, sections[name]);
    await service.start();
    held.add(() => service.stop());
  }
}
