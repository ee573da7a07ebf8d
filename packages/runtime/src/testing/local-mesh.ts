import {
  type Clock,
  type Constitution,
  constitutionRecord,
  createKeySigner,
  createSeededRng,
  createVerifier,
  nobleEngine,
  type SignatureEngine,
  type Signer,
  type Storage,
  signRecord,
} from "@icn-mesh/core";
import { createHandClock } from "@icn-mesh/core/testing";
import { type Federation, type Guard, openFederation } from "@icn-mesh/economics";
import { sampleConstitution } from "@icn-mesh/economics/testing";
import { createMemoryNetwork, type MemoryNetwork } from "@icn-mesh/network";
import { startLocalGuard } from "./local-guard.ts";
import { localMeshError } from "./local-mesh-error.ts";
import { createLocalNode, type LocalNode } from "./local-node.ts";
import type { LocalNodeSetting } from "./open-local-node.ts";

/** Several nodes of the real runtime in one process, with a guard of their own, in a memory network. */
export interface LocalMesh {
  readonly clock: Clock;
  readonly federation: Federation;
  readonly network: MemoryNetwork;
  readonly guard: Guard;
  readonly nodes: readonly LocalNode[];
  /** The key of the federation's charter. */
  readonly charter: Signer;
  /** Lets time pass, and everything happen that is due. */
  advance(ms: number): Promise<void>;
  /** Lets time pass until the answer is yes, asking less and less often; throws when it is not within the time. */
  until(isSo: () => boolean | Promise<boolean>, withinMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** How many nodes, and what is special about them. */
export interface LocalMeshOptions {
  /** Three when not given; the first submits, and the others run jobs, unless `node` says otherwise. */
  readonly nodes?: number;
  readonly seed?: string;
  /** Where time comes from; a clock that is moved by `advance` alone when not given. */
  readonly clock?: Clock;
  /** Arithmetic of signatures; the portable one when not given, which is slow. */
  readonly engine?: SignatureEngine;
  readonly constitution?: Partial<Constitution>;
  /** What every node has to begin with, in mana; 1 000 when not given. */
  readonly funds?: bigint;
  /** The store of the guard; in memory when not given. */
  readonly guardStorage?: Storage;
  /** What is special about the node of a number. */
  readonly node?: (index: number) => LocalNodeOptions;
}

/** What is special about one node. */
export type LocalNodeOptions = Partial<
  Pick<
    LocalNodeSetting,
    | "bids"
    | "guestAllowance"
    | "isMember"
    | "limits"
    | "openStorage"
    | "queue"
    | "quotaOf"
    | "runner"
    | "runs"
    | "settlements"
  >
>;

const STEP_MS = 50;

/** A mesh whose nodes run, are connected, and have mana. */
export async function createLocalMesh(options: LocalMeshOptions = {}): Promise<LocalMesh> {
  const { nodes: count = 3, seed = "local-mesh", engine = nobleEngine(), funds = 1000n } = options;
  const hand = createHandClock({ settle: settled });
  const { clock = hand } = options;
  const advance = (ms: number) => (options.clock === undefined ? hand.advance(ms) : clock.after(ms));
  const rng = createSeededRng(seed);
  const verifier = createVerifier({ engine });
  const signer = (label: string): Signer =>
    createKeySigner({ engine, secretKey: rng.fork(`key ${label}`).bytes(32) });
  const charter = signer("charter");
  const guardKey = signer("guard");
  const constitution = { ...sampleConstitution(charter.did, [guardKey.did]), ...options.constitution };
  const federation = openFederation(await signRecord(constitutionRecord, constitution, charter), verifier);
  const network = createMemoryNetwork({ clock, rng });
  const { guard, stop: stopGuard } = await startLocalGuard({
    federation,
    network,
    clock,
    verifier,
    signer: guardKey,
    ...(options.guardStorage === undefined ? {} : { storage: options.guardStorage }),
  });
  const nodes: LocalNode[] = [];
  const shared = {
    engine,
    clock,
    rng,
    verifier,
    federation,
    network,
    guard,
    charter,
    records: () => nodes.map(({ record }) => record),
  };
  for (let index = 0; index < count; index++) {
    const special = options.node?.(index) ?? {};
    const node = createLocalNode(shared, { index, signer: signer(`node ${index}`), funds, ...special });
    nodes.push(node);
  }
  for (const node of nodes) await node.start();
  await advance(0);

  return {
    clock,
    federation,
    network,
    guard,
    nodes,
    charter,
    advance,
    async until(isSo, withinMs = 600_000) {
      for (let passed = 0; passed <= withinMs; ) {
        if (await isSo()) return;
        const step = Math.max(STEP_MS, Math.floor(passed / 20));
        await advance(step);
        passed += step;
      }
      throw localMeshError(`not so within ${withinMs} ms`);
    },
    async stop() {
      for (const node of nodes) await node.stop();
      await stopGuard();
    },
  };
}

/** Enough turns of the microtask queue for what one moment brings about on several nodes. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 400; turn++) await Promise.resolve();
}
