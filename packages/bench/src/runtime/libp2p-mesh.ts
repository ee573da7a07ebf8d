import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  constitutionRecord,
  createKeySigner,
  createVerifier,
  type SignatureEngine,
  signRecord,
  startAll,
} from "@icn-mesh/core";
import { systemRng } from "@icn-mesh/core/node";
import { openFederation } from "@icn-mesh/economics";
import { sampleConstitution } from "@icn-mesh/economics/testing";
import { topicOf } from "@icn-mesh/network";
import { fundAccount } from "@icn-mesh/runtime/testing";
import { connectOurs } from "../network/our-node.ts";
import { type BenchMesh, openEmbedded, runJobs } from "./bench-mesh.ts";
import {
  type Libp2pNode,
  type Libp2pNodeSetting,
  type Libp2pNodeShared,
  openLibp2pNode,
} from "./libp2p-node.ts";

/** How many run jobs, and what signs. */
export interface Libp2pMeshOptions {
  readonly executors: number;
  readonly engine: SignatureEngine;
}

/** What every account has to begin with. */
const FUNDS = 10n ** 15n;

type Start = Pick<Libp2pNodeSetting, "role" | "secretKey">;

/** Starts nodes in this process that talk over libp2p: a guard, some that run jobs, and one that submits them. */
export async function openLibp2pMesh(options: Libp2pMeshOptions): Promise<Omit<BenchMesh, "mesh">> {
  const folder = await mkdtemp(join(tmpdir(), "icn-mesh-bench-"));
  const guardKey = systemRng.bytes(32);
  const nodes: Libp2pNode[] = [];
  const stops: (() => Promise<void>)[] = [];
  const records = () => nodes.map(({ record }) => record);
  const shared = { ...(await foundFederation(options.engine, guardKey)), nodes: records };

  async function add(start: Start): Promise<Libp2pNode> {
    const storage = await openEmbedded(folder, `node-${nodes.length}`);
    const node = await openLibp2pNode(shared, { ...start, storage });
    stops.unshift(await joinOthers(shared, node, nodes), () => storage.close());
    nodes.push(node);
    return node;
  }

  await add({ role: "guard", secretKey: guardKey });
  for (let index = 0; index < options.executors; index++) {
    await add({ role: "executor", secretKey: systemRng.bytes(32) });
  }
  const { network, runtime } = await add({ role: "manager", secretKey: systemRng.bytes(32) });
  await network.ready(topicOf(shared.federation.net, "announce"), options.executors);
  const manager = runtime.context;
  return {
    manager,
    run: (jobs, terms) => runJobs(manager, jobs, terms),
    async stop() {
      for (const stop of stops) await stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function foundFederation(
  engine: SignatureEngine,
  guardKey: Uint8Array,
): Promise<Omit<Libp2pNodeShared, "nodes">> {
  const charter = createKeySigner({ engine, secretKey: systemRng.bytes(32) });
  const { did } = createKeySigner({ engine, secretKey: guardKey });
  const signed = await signRecord(constitutionRecord, sampleConstitution(charter.did, [did]), charter);
  return { engine, charter, federation: openFederation(signed, createVerifier({ engine })) };
}

/** Starts a node beside those that run, with mana where there is a guard already. */
async function joinOthers(
  { federation, charter }: Libp2pNodeShared,
  { network, exchange, runtime }: Libp2pNode,
  others: readonly Libp2pNode[],
): Promise<() => Promise<void>> {
  const stopNetwork = await startAll([network, exchange]);
  for (const other of others) await connectOurs(network, other.network);
  const guard = others[0]?.guard;
  const { accounts } = runtime.context;
  if (guard) await fundAccount({ federation, charter, guard, rng: systemRng }, { accounts, amount: FUNDS });
  const stopRuntime = await startAll([runtime]);
  return async () => {
    await stopRuntime();
    await stopNetwork();
  };
}
