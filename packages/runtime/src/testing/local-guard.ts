import {
  type Clock,
  createLogger,
  createMemoryMetrics,
  createMemoryStorage,
  createRememberingVerifier,
  parseLogLevels,
  type Signer,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import { createKeptLinks } from "@icn-mesh/dag";
import { createMemoryBootCounter, type Federation, type Guard, openGuard } from "@icn-mesh/economics";
import { judge } from "@icn-mesh/mesh";
import { createBlockExchange, type MemoryNetwork } from "@icn-mesh/network";
import { holdOutputs } from "../mana/hold-outputs.ts";
import { serveMana } from "../mana/serve-mana.ts";
import { federationLink } from "../network/federation-link.ts";
import { createPayloadFetcher } from "../network/payload-fetcher.ts";

/** Where the guard of a local mesh listens. */
export const GUARD_PLACE = "/memory/guard";

/** What a guard of its own in a mesh takes. */
export interface LocalGuardParts {
  readonly federation: Federation;
  readonly network: MemoryNetwork;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly storage?: Storage;
  /** Where it listens, under `/memory/`; `guard` when not given. */
  readonly place?: string;
}

/** The only guard of a federation, as a peer in the network. */
export async function startLocalGuard(
  parts: LocalGuardParts,
): Promise<{ guard: Guard; stop(): Promise<void> }> {
  const { clock, signer, storage = createMemoryStorage() } = parts;
  const logger = createLogger({
    component: "guard",
    levels: parseLogLevels("off"),
    sink: () => undefined,
    clock,
  });
  const metrics = createMemoryMetrics();
  const peer = { self: signer.did, place: parts.place ?? "guard", topics: [], logger, metrics };
  const network = parts.network.node(peer);
  const exchange = createBlockExchange({ network, clock, logger, metrics, serve: (cid) => storage.get(cid) });
  const payloads = createPayloadFetcher({ storage, clock, exchange, linksOf: createKeptLinks([]) });
  const holdsOutputs = holdOutputs({ payloads, clock });
  const verifier = createRememberingVerifier(parts.verifier);
  const guard = await openGuard({
    ...parts,
    verifier,
    storage,
    judge,
    boots: createMemoryBootCounter(),
    holdsOutputs,
  });
  await network.start();
  await exchange.start();
  const undo = serveMana(federationLink(network, parts.federation.net), {
    learn: async () => undefined,
    guard,
  });
  return {
    guard,
    async stop() {
      undo();
      await exchange.stop();
      await network.stop();
      await storage.close();
    },
  };
}
