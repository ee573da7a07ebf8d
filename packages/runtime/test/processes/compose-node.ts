import { Buffer } from "node:buffer";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Clock,
  constitutionRecord,
  createKeySigner,
  createMemoryLatencyStore,
  createMemoryMetrics,
  createVerifier,
  openRecord,
  type SignatureEngine,
  type Signer,
  signedRecords,
  startAll,
  type Verifier,
} from "@icn-mesh/core";
import { bestEngine, createNodeLogger, openKeyFile, systemClock, systemRng } from "@icn-mesh/core/node";
import { createKeptLinks, openStorage } from "@icn-mesh/dag";
import {
  economicsRecords,
  type Federation,
  type Guard,
  openFederation,
  openGuard,
} from "@icn-mesh/economics";
import { createFileBootCounter } from "@icn-mesh/economics/node";
import { cheapestPolicy, createPermissiveChecker, judge } from "@icn-mesh/mesh";
import {
  createBlockExchange,
  createDiscovery,
  type Discovery,
  type NetworkNode,
  nodeTopic,
} from "@icn-mesh/network";
import { createLibp2pNetwork } from "@icn-mesh/network/libp2p";
import { type ClosableRunner, DEFAULT_LIMITS, guestStateRecord } from "@icn-mesh/sandbox";
import { createProcessRunner } from "@icn-mesh/sandbox/node";
import {
  askNetworkGuards,
  createBidPolicy,
  createMemoryKeyStore,
  createPayloadFetcher,
  createRuntime,
  EXECUTOR_ROLE,
  federationLink,
  holdOutputs,
  meshTopics,
  type PayloadFetcher,
  type Runtime,
  type RuntimeComponents,
  runtimeProjections,
  runtimeRecords,
} from "../../src/index.ts";
import { createDeadlyStorage, type DeadlyStorage } from "./deadly-storage.ts";
import { lyingRunner } from "./lying-runner.ts";
import type { NodeSetting } from "./node-words.ts";
import { createPacedClock } from "./paced-clock.ts";

/** A node of the packages, as a program would put it together. */
export interface ComposedNode {
  readonly federation: Federation;
  readonly verifier: Verifier;
  readonly storage: DeadlyStorage;
  readonly network: NetworkNode;
  readonly discovery: Discovery;
  readonly payloads: PayloadFetcher;
  readonly runtime: Runtime;
  readonly guard: Guard | undefined;
  stop(): Promise<void>;
}

const RESOURCES = { cpuCores: 4, memoryMb: 4096, storageMb: 4096 };
const FREE = { perCpuCoreHour: 0n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };
/** A test knows where its job can be resumed, however slow the machine is. */
const LIMITS = { ...DEFAULT_LIMITS, wallMs: 120_000, checkpointEveryMs: 0 };

const logger = createNodeLogger("node", { levels: process.env["ICN_MESH_LOG"] ?? "error" });
const metrics = createMemoryMetrics();
const rng = systemRng;

interface Core {
  readonly engine: SignatureEngine;
  readonly secretKey: Uint8Array;
  readonly federation: Federation;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly storage: DeadlyStorage;
}

/** Opens what is in its directory, and takes part in the mesh until it is stopped. */
export async function composeNode(setting: NodeSetting): Promise<ComposedNode> {
  const core = await openCore(setting);
  const { federation, verifier, storage } = core;
  const network = openNetwork(setting, core);
  const exchange = createBlockExchange({
    network,
    clock: systemClock,
    logger,
    metrics,
    serve: (cid) => storage.get(cid),
  });
  const payloads = createPayloadFetcher({
    storage,
    clock: systemClock,
    exchange,
    linksOf: createKeptLinks([guestStateRecord]),
  });
  const discovery = openDiscovery(setting, core, network);
  const guard = setting.isGuard ? await openOwnGuard(setting, core, payloads) : undefined;
  const runner = setting.executes ? openRunner(setting) : undefined;
  const roles = { ...(guard && { guard }), ...(runner && { runner }) };
  const runtime = await openRuntime(setting, { ...core, network, payloads, discovery, roles });
  const stop = await startAll([network, exchange, discovery, runtime]);
  return {
    ...{ federation, verifier, storage, network, discovery, payloads, runtime, guard },
    async stop() {
      await stop();
      await runner?.close();
      await storage.close();
    },
  };
}

async function openCore({ directory, constitution, pace }: NodeSetting): Promise<Core> {
  const secretKey = await openKeyFile(join(directory, "key"), { createIfMissing: false });
  const engine = bestEngine();
  const verifier = createVerifier({ engine });
  const records = [...signedRecords, ...economicsRecords, ...runtimeRecords, guestStateRecord];
  const url = pathToFileURL(join(directory, "store")).href;
  const storage = await openStorage(url, {
    projections: runtimeProjections,
    keptLinks: createKeptLinks(records),
  });
  return {
    engine,
    secretKey,
    federation: federationOf(constitution, verifier),
    signer: createKeySigner({ engine, secretKey }),
    verifier,
    clock: createPacedClock(pace),
    storage: createDeadlyStorage(storage),
  };
}

function openRunner({ liesAbout }: NodeSetting): ClosableRunner {
  const runner = createProcessRunner({ clock: systemClock }, { processes: 1 });
  return liesAbout === undefined ? runner : lyingRunner(runner, liesAbout);
}

interface RuntimeParts extends Core {
  readonly network: NetworkNode;
  readonly payloads: PayloadFetcher;
  readonly discovery: Discovery;
  readonly roles: Pick<RuntimeComponents, "guard" | "runner">;
}

function openRuntime(
  { price = 1, member }: NodeSetting,
  { roles, network, discovery, ...parts }: RuntimeParts,
): Promise<Runtime> {
  return createRuntime(
    {
      ...parts,
      ...roles,
      rng,
      logger,
      metrics,
      link: network,
      guards: askNetworkGuards(federationLink(network, parts.federation.net)),
      keys: createMemoryKeyStore({ engine: parts.engine, rng }),
      latency: createMemoryLatencyStore(),
      nodes: () => discovery.find().map(({ record }) => record),
    },
    {
      ...(member && { membership: { body: bytesOf(member.body), sig: bytesOf(member.sig) } }),
      checker: createPermissiveChecker(),
      policy: cheapestPolicy(), // a test knows who gets its job
      executor: {
        queue: { capacity: RESOURCES },
        limits: LIMITS,
        bids: createBidPolicy({ rates: FREE, minPrice: BigInt(price) }),
      },
    },
  );
}

function federationOf(constitution: string, verifier: Verifier): Federation {
  const opened = openRecord(constitutionRecord, bytesOf(constitution));
  if (!opened.ok) throw new Error(opened.refusal.code);
  return openFederation(opened.value, verifier);
}

function openNetwork(
  { listen, bootstrap }: NodeSetting,
  { federation: { net }, secretKey }: Core,
): NetworkNode {
  return createLibp2pNetwork(
    { clock: systemClock, rng, logger, metrics },
    {
      network: net,
      secretKey,
      listen: [listen],
      topics: [...meshTopics(net), nodeTopic(net)],
      bootstrap,
      table: "off",
      allowPrivateAddresses: true,
    },
  );
}

function openDiscovery({ executes }: NodeSetting, core: Core, network: NetworkNode): Discovery {
  return createDiscovery(
    // Of its commits none is counted: when they happen is up to the network.
    { ...core, storage: core.storage.uncounted, network, clock: systemClock, rng, logger, metrics },
    {
      net: core.federation.net,
      description: {
        roles: executes ? [EXECUTOR_ROLE] : [],
        supported: [],
        capabilities: [],
        resources: RESOURCES,
        bidPolicy: null,
      },
    },
  );
}

function openOwnGuard({ directory }: NodeSetting, core: Core, payloads: PayloadFetcher): Promise<Guard> {
  const boots = createFileBootCounter(join(directory, "boots"));
  return openGuard({ ...core, judge, boots, holdsOutputs: holdOutputs({ payloads, clock: core.clock }) });
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, "base64"));
}
