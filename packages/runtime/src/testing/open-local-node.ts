import {
  type Clock,
  createMemoryLatencyStore,
  createMemoryStorage,
  createRememberingVerifier,
  type Job,
  type Logger,
  type MemoryDisk,
  type MemoryMetrics,
  type NodeRecord,
  type Rng,
  type SignatureEngine,
  type Signer,
  type Storage,
  signedRecords,
  type Verifier,
} from "@icn-mesh/core";
import { createKeptLinks } from "@icn-mesh/dag";
import { economicsRecords, type Federation, type Guard } from "@icn-mesh/economics";
import { sampleMember } from "@icn-mesh/economics/testing";
import type { JobQueueOptions } from "@icn-mesh/mesh";
import {
  type BlockExchange,
  createBlockExchange,
  type MemoryNetwork,
  type NetworkNode,
} from "@icn-mesh/network";
import { createInProcessRunner, guestStateRecord, type Limits } from "@icn-mesh/sandbox";
import { createRuntime, type Runtime } from "../context/create-runtime.ts";
import type { ExecutorOptions, RuntimeComponents, RuntimeOptions } from "../context/runtime-components.ts";
import { type BidPolicy, createBidPolicy } from "../executor/mesh-tasks/bid-policy.ts";
import { runtimeProjections } from "../job/runtime-projections.ts";
import { runtimeRecords } from "../job/runtime-records.ts";
import { askNetworkGuards } from "../mana/network-guards.ts";
import { federationLink } from "../network/federation-link.ts";
import { createPayloadFetcher } from "../network/payload-fetcher.ts";
import { meshTopics } from "../network/wire-names.ts";
import type { KeyStore } from "../ports/key-store.ts";
import type { PayloadFetcher } from "../ports/payload-fetcher.ts";
import type { WorkRunner } from "../ports/work-runner.ts";

/** What all nodes share. */
export interface LocalNodeShared {
  readonly engine: SignatureEngine;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly verifier: Verifier;
  readonly federation: Federation;
  readonly network: MemoryNetwork;
  readonly guard: Guard;
  readonly charter: Signer;
  /** What the nodes say of themselves. */
  readonly records: () => readonly NodeRecord[];
}

/** What is special about a node. */
export interface LocalNodeSetting {
  readonly index: number;
  readonly signer: Signer;
  readonly funds: bigint;
  readonly runs?: boolean;
  readonly runner?: WorkRunner;
  readonly bids?: BidPolicy;
  /** How much of its machine a job may use; the defaults of the sandbox when not given. */
  readonly limits?: Limits;
  readonly guestAllowance?: (job: Job) => bigint;
  readonly quotaOf?: RuntimeOptions["quotaOf"];
  readonly settlements?: RuntimeComponents["settlements"];
  /** Whether the charter has made its account a member, as a quorum asks for; so it is when not given. */
  readonly isMember?: boolean;
  /** What its machine has room for; four cores when not given. */
  readonly queue?: JobQueueOptions;
  /** Opens the store of a node, on its disk or elsewhere, whenever it starts; in memory when not given. */
  readonly openStorage?: (disk: MemoryDisk) => Storage | Promise<Storage>;
}

/** A node that is put together. */
export interface OpenedNode {
  readonly runtime: Runtime;
  readonly network: NetworkNode;
  readonly exchange: BlockExchange;
  readonly payloads: PayloadFetcher;
  readonly storage: Storage;
}

/** What a node has that says nothing else. */
export const MACHINE = { cpuCores: 4, memoryMb: 4096, storageMb: 4096 };
const RATES = { perCpuCoreHour: 3600n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };

/** What the records of a node keep. */
export const LOCAL_KEPT_LINKS = createKeptLinks([
  ...signedRecords,
  ...economicsRecords,
  ...runtimeRecords,
  guestStateRecord,
]);

/** The store of a node in memory, with all that it keeps up. */
export function openInMemory(disk: MemoryDisk): Storage {
  return createMemoryStorage({ disk, projections: runtimeProjections, keptLinks: LOCAL_KEPT_LINKS });
}

/** What a node keeps over its restarts. */
export interface KeptParts {
  readonly disk: MemoryDisk;
  readonly logger: Logger;
  readonly metrics: MemoryMetrics;
  readonly keys: KeyStore;
  readonly runs: boolean;
  /** How often it was started before. */
  readonly starts: number;
}

/** Puts a node together on what it has kept. Nothing of it is started. */
export async function openLocalNode(
  shared: LocalNodeShared,
  setting: LocalNodeSetting,
  { disk, logger, metrics, keys, runs, starts }: KeptParts,
): Promise<OpenedNode> {
  const { clock, federation } = shared;
  const { signer, index } = setting;
  const storage = await (setting.openStorage?.(disk) ?? openInMemory(disk));
  const topics = [...meshTopics(federation.net)];
  const network = shared.network.node({ self: signer.did, place: `node-${index}`, topics, logger, metrics });
  const exchange = createBlockExchange({ network, clock, logger, metrics, serve: (cid) => storage.get(cid) });
  const payloads = createPayloadFetcher({
    storage,
    clock,
    exchange,
    linksOf: createKeptLinks([guestStateRecord]),
  });
  const components: RuntimeComponents = {
    federation,
    clock,
    verifier: createRememberingVerifier(shared.verifier),
    signer,
    storage,
    rng: shared.rng.fork(`node ${index} ${starts}`),
    logger,
    metrics,
    link: network,
    payloads,
    guards: askNetworkGuards(federationLink(network, federation.net)),
    keys,
    latency: createMemoryLatencyStore(),
    nodes: shared.records,
    ...(setting.settlements && { settlements: setting.settlements }),
    ...(runs ? { runner: setting.runner ?? createInProcessRunner({ clock }) } : {}),
  };
  const { isMember = true } = setting;
  const membership = isMember ? await sampleMember(federation, signer.did, shared.charter) : undefined;
  const runtime = await createRuntime(components, {
    ...(membership === undefined ? {} : { membership }),
    ...(setting.quotaOf && { quotaOf: setting.quotaOf }),
    executor: executorOf(setting),
  });
  return { runtime, network, exchange, payloads, storage };
}

function executorOf({ queue, bids, limits, guestAllowance }: LocalNodeSetting): ExecutorOptions {
  return {
    queue: queue ?? { capacity: MACHINE },
    bids: bids ?? createBidPolicy({ rates: RATES }),
    ...(limits && { limits }),
    ...(guestAllowance && { guestAllowance }),
  };
}
