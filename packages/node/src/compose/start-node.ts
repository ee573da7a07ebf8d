import { type Clock, type Logger, type Service, startAll } from "@icn-mesh/core";
import type { ManaClient } from "@icn-mesh/economics";
import type { NodeConfig } from "../config/node-config.ts";
import { redeemDeposit } from "../federation/redeem-deposit.ts";
import { createBackground } from "./background.ts";
import { createDrain } from "./drain.ts";
import type { NodeExtension } from "./extension.ts";
import { type Ground, openGround } from "./ground.ts";
import { createHeld, type Held } from "./held.ts";
import type { Node } from "./node.ts";
import type { NodeParts } from "./node-parts.ts";
import { openReach, type Reach } from "./reach.ts";
import { openRoles, type Roles } from "./roles.ts";

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
  const roles = await openRoles({ ground, reach, parts, held }, config);
  const { runtime } = roles;
  const { logger } = ground;
  const drain = createDrain({ executor: runtime.executor, clock: ground.clock, logger }, config.drainMs);
  held.add(await startAll([reach.discovery, runtime, drain, ...duties(ground, roles)]));
  return nodeOf(config, { ...ground, ...reach, ...roles, held });
}

/** What a node does beside its roles: it takes in what the charter gave it, and claims what regenerates. */
function duties({ federation, membership, clock, logger, ...ground }: Ground, roles: Roles): Service[] {
  const account = roles.runtime.context.accounts.own;
  const deposits = { federation, guards: roles.guards, clock, account };
  const { epochMs } = federation.constitution.mint;
  const isAlone = roles.guard !== undefined && federation.quorum === 1;
  const redeem = async (signal: AbortSignal): Promise<void> => {
    for (const letter of ground.letters) await redeemDeposit(deposits, letter, { signal });
  };
  return [
    createBackground({ name: "deposits", logger, isAwaited: isAlone }, redeem),
    ...(membership === undefined ? [] : [regeneration({ account, clock, logger }, epochMs)]),
  ];
}

function regeneration(
  {
    account,
    clock,
    logger,
  }: { readonly account: ManaClient; readonly clock: Clock; readonly logger: Logger },
  epochMs: number,
): Service {
  return createBackground({ name: "regeneration", logger }, async (signal) => {
    while (!signal.aborted) {
      const ruling = await account.regenerate();
      if (!ruling.ok) logger.debug("nothing regenerates", { code: ruling.refusal.code });
      await clock.after(epochMs, { signal });
    }
  });
}

interface Opened extends Ground, Reach, Roles {
  readonly held: Held;
}

function nodeOf(config: NodeConfig, opened: Opened): Node {
  const { runtime, signer, held, logger } = opened;
  const { federation, guard, network, discovery, payloads, storage } = opened;
  const { verifier, keys, metrics, clock, rng } = opened;
  return {
    did: signer.did,
    config,
    context: runtime.context,
    executor: runtime.executor,
    ...{ federation, runtime, guard, network, discovery, payloads, storage },
    ...{ signer, verifier, keys, metrics, logger, clock, rng },
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
