import {
  createBoundedQueue,
  createLogger,
  createMemoryDisk,
  createMemoryMetrics,
  type Did,
  type LogEntry,
  type MemoryDisk,
  type MemoryMetrics,
  type NodeRecord,
  parseLogLevels,
  type Signer,
  type Storage,
} from "@icn-mesh/core";
import type { Federation } from "@icn-mesh/economics";
import type { NetworkNode } from "@icn-mesh/network";
import type { Runtime } from "../context/create-runtime.ts";
import type { RuntimeContext } from "../context/runtime-context.ts";
import { createMemoryKeyStore } from "../mana/memory-key-store.ts";
import { EXECUTOR_ROLE } from "../manager/executor-directory.ts";
import type { PayloadFetcher } from "../ports/payload-fetcher.ts";
import { fundAccount } from "./fund-account.ts";
import { GUARD_PLACE } from "./local-guard.ts";
import { localMeshError } from "./local-mesh-error.ts";
import {
  type LocalNodeSetting,
  type LocalNodeShared,
  MACHINE,
  type OpenedNode,
  openLocalNode,
} from "./open-local-node.ts";

/** One node of a local mesh, with all that outlives it. */
export interface LocalNode {
  readonly did: Did;
  readonly signer: Signer;
  readonly disk: MemoryDisk;
  /** The store of the running node. */
  readonly storage: Storage;
  readonly metrics: MemoryMetrics;
  /** What it has logged lately, at every level. */
  readonly lines: readonly LogEntry[];
  readonly context: RuntimeContext;
  readonly runtime: Runtime;
  readonly network: NetworkNode;
  readonly payloads: PayloadFetcher;
  readonly record: NodeRecord;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it as a crash does, and starts it again on what its disk holds. */
  restart(): Promise<void>;
}

const MOST_LINES = 10_000;

/** A node that is not started. */
export function createLocalNode(shared: LocalNodeShared, setting: LocalNodeSetting): LocalNode {
  const { clock, federation } = shared;
  const { signer, index } = setting;
  const disk = createMemoryDisk();
  const lines = createBoundedQueue<LogEntry>({ max: MOST_LINES, whenFull: "drop-oldest" });
  const metrics = createMemoryMetrics();
  const sink = (entry: LogEntry): void => void lines.push(entry);
  const logger = createLogger({ component: "runtime", levels: parseLogLevels("debug"), sink, clock });
  const keys = createMemoryKeyStore({ engine: shared.engine, rng: shared.rng.fork(`principals ${index}`) });
  const { runs = index > 0 } = setting;
  let starts = 0;
  let running: OpenedNode | undefined;

  function current(): OpenedNode {
    if (running === undefined) throw localMeshError(`node ${index} is not running`);
    return running;
  }

  async function start(): Promise<void> {
    starts += 1;
    running = await openLocalNode(shared, setting, { disk, logger, metrics, keys, runs, starts });
    await running.network.start();
    await running.exchange.start();
    await running.network.connect(GUARD_PLACE);
    const places = shared.records().map((_, number) => `/memory/node-${number}`);
    // Not waited for: a peer may be out of reach, and comes back.
    for (const place of places.toSpliced(index, 1)) void running.network.connect(place);
    const { accounts } = running.runtime.context;
    if (starts === 1) await fundAccount(shared, { accounts, amount: setting.funds });
    await running.runtime.start();
  }

  async function stop(): Promise<void> {
    const { runtime, exchange, network, storage } = current();
    await runtime.stop();
    await exchange.stop();
    await network.stop();
    await storage.close();
    running = undefined;
  }

  return {
    did: signer.did,
    signer,
    disk,
    metrics,
    get lines() {
      return [...lines];
    },
    get storage() {
      return current().storage;
    },
    get context() {
      return current().runtime.context;
    },
    get runtime() {
      return current().runtime;
    },
    get network() {
      return current().network;
    },
    get payloads() {
      return current().payloads;
    },
    record: nodeRecordOf(signer.did, federation.net, runs),
    start,
    stop,
    async restart() {
      await stop();
      await start();
    },
  };
}

function nodeRecordOf(did: Did, net: Federation["net"], runs: boolean): NodeRecord {
  return {
    t: "icn/node/1",
    net,
    by: did,
    via: null,
    seq: 0,
    peerKey: did,
    addresses: [],
    roles: runs ? [EXECUTOR_ROLE] : [],
    supported: [],
    capabilities: [],
    resources: MACHINE,
    bidPolicy: null,
    validForMs: 3_600_000,
  };
}
