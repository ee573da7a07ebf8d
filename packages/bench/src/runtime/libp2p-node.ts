import {
  createKeySigner,
  createLogger,
  createMemoryLatencyStore,
  createMemoryMetrics,
  createVerifier,
  type Did,
  type NodeRecord,
  parseLogLevels,
  type SignatureEngine,
  type Signer,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import { systemClock, systemRng } from "@icn-mesh/core/node";
import { createKeptLinks } from "@icn-mesh/dag";
import { createMemoryBootCounter, type Federation, type Guard, openGuard } from "@icn-mesh/economics";
import { sampleMember } from "@icn-mesh/economics/testing";
import { judge } from "@icn-mesh/mesh";
import { type BlockExchange, createBlockExchange, type NetworkNode } from "@icn-mesh/network";
import { createLibp2pNetwork } from "@icn-mesh/network/libp2p";
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
} from "@icn-mesh/runtime";
import { createSampleRunner } from "@icn-mesh/runtime/testing";
import { ROOMY } from "./bench-mesh.ts";

/** A node over libp2p that is put together; nothing of it is started. */
export interface Libp2pNode {
  readonly network: NetworkNode;
  readonly exchange: BlockExchange;
  readonly runtime: Runtime;
  readonly guard: Guard | undefined;
  readonly record: NodeRecord;
}

/** What all nodes share. */
export interface Libp2pNodeShared {
  readonly engine: SignatureEngine;
  readonly federation: Federation;
  readonly charter: Signer;
  /** What the nodes say of themselves. */
  readonly nodes: () => readonly NodeRecord[];
}

/** Who a node is. */
export interface Libp2pNodeSetting {
  readonly role: "manager" | "executor" | "guard";
  /** The key of its records, and of its peer. */
  readonly secretKey: Uint8Array;
  readonly storage: Storage;
}

interface Parts {
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly network: NetworkNode;
  readonly payloads: PayloadFetcher;
}

const RATES = { perCpuCoreHour: 3600n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };

const [clock, rng, metrics] = [systemClock, systemRng, createMemoryMetrics()];
const levels = parseLogLevels("error");
const logger = createLogger({ component: "bench", levels, sink: () => undefined, clock });

/** Puts a node together as a program does: TCP on the loopback interface, Noise, Yamux and gossipsub. */
export async function openLibp2pNode(
  shared: Libp2pNodeShared,
  setting: Libp2pNodeSetting,
): Promise<Libp2pNode> {
  const { engine, federation } = shared;
  const { role, secretKey, storage } = setting;
  const signer = createKeySigner({ engine, secretKey });
  const verifier = createVerifier({ engine });
  const network = openNetwork(federation, secretKey);
  const exchange = createBlockExchange({ network, clock, logger, metrics, serve: (cid) => storage.get(cid) });
  const payloads = createPayloadFetcher({ storage, clock, exchange, linksOf: createKeptLinks([]) });
  const parts = { signer, verifier, network, payloads };
  const guard = role === "guard" ? await openOwnGuard(shared, setting, parts) : undefined;
  const runtime = await openRuntime(shared, setting, { ...parts, guard });
  return { network, exchange, runtime, guard, record: recordOf(signer.did, federation, role) };
}

function openNetwork({ net }: Federation, secretKey: Uint8Array): NetworkNode {
  return createLibp2pNetwork(
    { clock, rng, logger, metrics },
    {
      network: net,
      secretKey,
      listen: ["/ip4/127.0.0.1/tcp/0"],
      topics: meshTopics(net),
      table: "off",
      allowPrivateAddresses: true,
      limits: { newConnectionsPerHost: 1e3, connectionsPerSubnet: 1e3 }, // one machine is all hosts here
    },
  );
}

function openOwnGuard(
  { federation }: Libp2pNodeShared,
  { storage }: Libp2pNodeSetting,
  { signer, verifier, payloads }: Parts,
): Promise<Guard> {
  const holdsOutputs = holdOutputs({ payloads, clock });
  const boots = createMemoryBootCounter();
  return openGuard({ federation, storage, clock, signer, verifier, judge, boots, holdsOutputs });
}

async function openRuntime(
  { engine, federation, charter, nodes }: Libp2pNodeShared,
  { role, storage }: Libp2pNodeSetting,
  { network, guard, ...parts }: Parts & Pick<Libp2pNode, "guard">,
): Promise<Runtime> {
  return createRuntime(
    {
      ...{ federation, storage, clock, rng, logger, metrics, nodes },
      ...parts,
      link: network,
      guards: askNetworkGuards(federationLink(network, federation.net)),
      keys: createMemoryKeyStore({ engine, rng }),
      latency: createMemoryLatencyStore(),
      ...(guard && { guard }),
      ...(role === "executor" && { runner: createSampleRunner() }),
    },
    {
      membership: await sampleMember(federation, parts.signer.did, charter),
      executor: { queue: ROOMY, bids: createBidPolicy({ rates: RATES }) },
    },
  );
}

function recordOf(did: Did, { net }: Federation, role: Libp2pNodeSetting["role"]): NodeRecord {
  return {
    ...{ t: "icn/node/1", net, by: did, via: null, seq: 0, peerKey: did },
    addresses: [],
    roles: role === "executor" ? [EXECUTOR_ROLE] : [],
    supported: [],
    capabilities: [],
    resources: ROOMY.capacity,
    bidPolicy: null,
    validForMs: 3_600_000,
  };
}
