import type { Clock, Did, Logger, MemoryMetrics, Rng, Signer, Storage, Verifier } from "@icn-mesh/core";
import type { Federation, Guard } from "@icn-mesh/economics";
import type { Discovery, NetworkNode } from "@icn-mesh/network";
import type {
  Executor,
  KeyStore,
  PayloadFetcher,
  QuotaBook,
  Runtime,
  RuntimeContext,
} from "@icn-mesh/runtime";
import type { NodeConfig } from "../config/node-config.ts";
import type { NodeFederations } from "../federation/node-federations.ts";

/** A node that runs, with its parts, for doors and for programs that embed it. */
export interface Node {
  readonly did: Did;
  readonly config: NodeConfig;
  readonly federation: Federation;
  readonly context: RuntimeContext;
  /** The one above, and all others that it is in besides. */
  readonly federations: NodeFederations;
  readonly runtime: Runtime;
  /** Undefined where it runs no jobs. */
  readonly executor: Executor | undefined;
  /** Undefined where the constitution does not name it. */
  readonly guard: Guard | undefined;
  readonly network: NetworkNode;
  readonly discovery: Discovery;
  readonly payloads: PayloadFetcher;
  /** What accounts may do here. */
  readonly quotas: QuotaBook;
  readonly storage: Storage;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly keys: KeyStore;
  readonly metrics: MemoryMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly rng: Rng;
  /**
   * Closes the doors, lets what runs reach a checkpoint for as long as the configuration says, stops everything in
   * reverse order and gives the data directory back. Once, however often it is called.
   */
  stop(): Promise<void>;
}
