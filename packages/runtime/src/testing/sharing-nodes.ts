import {
  type Clock,
  constitutionRecord,
  createKeySigner,
  createLogger,
  createMemoryMetrics,
  createMemoryStorage,
  createSeededRng,
  createVerifier,
  type Did,
  type LogEntry,
  type Logger,
  nobleEngine,
  parseLogLevels,
  type SignatureEngine,
  type Signer,
  type Storage,
  signRecord,
  type Verifier,
} from "@icn-mesh/core";
import { type Federation, openFederation, type Proof } from "@icn-mesh/economics";
import { sampleConstitution } from "@icn-mesh/economics/testing";
import { createMemoryNetwork, type MemoryNetwork, type NetworkNode } from "@icn-mesh/network";
import { type Heads, openHeads } from "../heads/heads.ts";
import type { Outcome } from "../heads/outcome-set.ts";
import { runtimeProjections } from "../job/runtime-projections.ts";
import { withLoopback } from "../network/loopback.ts";
import { createSampleOutcomes, type OutcomeWish } from "./sample-outcomes.ts";

/** A node as far as it shares with others how work ended. */
export interface SharingNode {
  readonly did: Did;
  readonly heads: Heads;
  readonly storage: Storage;
  readonly network: NetworkNode;
  /** Certificates of others that concern its account, as they came. */
  readonly learnt: readonly Proof[];
  /** Keeps outcomes as if it had had a part in them. */
  keep(outcomes: readonly Outcome[]): Promise<void>;
}

/** Nodes of one federation that do nothing but share. */
export interface SharingNodes {
  readonly federation: Federation;
  readonly network: MemoryNetwork;
  readonly verifier: Verifier;
  readonly lines: readonly LogEntry[];
  signer(label: string): Signer;
  outcome(wish: OutcomeWish): Promise<Outcome>;
  /** A node that is started and, with others of this kind, is not connected to any. */
  node(label: string, storage?: Storage): Promise<SharingNode>;
  /** A peer in the network that is not a node, to say what a test wants it to say. */
  peer(label: string): Promise<NetworkNode>;
  stop(): Promise<void>;
}

/** Where time and signatures come from. */
export interface SharingOptions {
  readonly clock: Clock;
  readonly engine?: SignatureEngine;
}

/** A federation with one guard and no nodes yet. */
export async function createSharingNodes({
  clock,
  engine = nobleEngine(),
}: SharingOptions): Promise<SharingNodes> {
  const rng = createSeededRng("sharing nodes");
  const verifier = createVerifier({ engine });
  const signer = (label: string): Signer =>
    createKeySigner({ engine, secretKey: rng.fork(`key ${label}`).bytes(32) });
  const [charter, guard] = [signer("charter"), signer("guard")];
  const constitution = sampleConstitution(charter.did, [guard.did]);
  const federation = openFederation(await signRecord(constitutionRecord, constitution, charter), verifier);
  const network = createMemoryNetwork({ clock, rng });
  const lines: LogEntry[] = [];
  const sink = (entry: LogEntry): void => void lines.push(entry);
  const logger: Logger = createLogger({ component: "sharing", levels: parseLogLevels("debug"), sink, clock });
  const running: { stop(): Promise<void> }[] = [];

  async function peer(label: string): Promise<NetworkNode> {
    const self = signer(label).did;
    const node = network.node({ self, place: label, topics: [], logger, metrics: createMemoryMetrics() });
    await node.start();
    running.unshift(node);
    return node;
  }

  return {
    federation,
    network,
    verifier,
    lines,
    signer,
    outcome: createSampleOutcomes(federation, guard),
    peer,
    async node(label, storage = createMemoryStorage({ projections: runtimeProjections })) {
      const link = await peer(label);
      const heads = await openHeads({
        ...{ federation, storage, clock, verifier, logger },
        rng: rng.fork(`node ${label}`),
        link: withLoopback(link),
        more: [],
        accounts: { holds: () => [], proof: async () => undefined, isOurs: (did) => did === link.self },
      });
      const learnt: Proof[] = [];
      heads.start(async (proof) => void learnt.push(proof));
      running.unshift(heads);
      const keep = (outcomes: readonly Outcome[]): Promise<void> => heads.keep(outcomes);
      return { did: link.self, heads, storage, network: link, learnt, keep };
    },
    async stop() {
      for (const each of running) await each.stop();
    },
  };
}
