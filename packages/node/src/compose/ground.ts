import {
  type Clock,
  createMemoryMetrics,
  type Logger,
  type MemoryMetrics,
  type Rng,
  type Storage,
} from "@icn-mesh/core";
import { createNodeLogger, systemClock, systemRng } from "@icn-mesh/core/node";
import type { KeyStore } from "@icn-mesh/runtime";
import type { NodeConfig } from "../config/node-config.ts";
import { type DataDirectory, openDataDirectory } from "../data/data-directory.ts";
import { openPrincipalKeys } from "../data/principal-keys.ts";
import { type OwnFederation, openOwnFederation } from "../federation/open-own-federation.ts";
import type { Held } from "./held.ts";
import { type Identity, openIdentity } from "./open-identity.ts";
import { openStore } from "./open-store.ts";

/** What a node stands on: who it is, whose rules it lives by, and what it keeps. */
export interface Ground extends Identity, OwnFederation {
  readonly data: DataDirectory;
  readonly keys: KeyStore;
  readonly storage: Storage;
  readonly logger: Logger;
  /** The logger of a component. */
  readonly log: (component: string) => Logger;
  readonly metrics: MemoryMetrics;
  readonly clock: Clock;
  readonly rng: Rng;
}

/** Opens what is in the data directory, and makes on first use what is not. */
export async function openGround(
  config: NodeConfig,
  { clock = systemClock, held }: { readonly clock: Clock | undefined; readonly held: Held },
): Promise<Ground> {
  const log = (component: string) => createNodeLogger(component, { levels: config.log });
  const data = await openDataDirectory(config.data);
  held.add(data.release);
  const identity = await openIdentity(data, config.keys);
  const own = await openOwnFederation({ data, ...identity }, config.federation);
  const keys = await openPrincipalKeys({ ...identity, path: data.at("principals") });
  const storage = await openStore(data, config.store);
  held.add(() => storage.close());
  return {
    ...identity,
    ...own,
    data,
    keys,
    storage,
    logger: log("node"),
    log,
    metrics: createMemoryMetrics(),
    clock,
    rng: systemRng,
  };
}
