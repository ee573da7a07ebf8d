import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SignatureEngine, Storage } from "@icn-mesh/core";
import { bestEngine, systemClock } from "@icn-mesh/core/node";
import { openStorage } from "@icn-mesh/dag";
import { type RuntimeContext, runtimeProjections } from "@icn-mesh/runtime";
import { createLocalMesh, createSampleRunner, type LocalMesh, sampleSpec } from "@icn-mesh/runtime/testing";
import { type BenchRow, sideBySide } from "../side-by-side.ts";
import { countingEngine, type SignatureCounts } from "./counting-engine.ts";

const BIDDERS = 5;
const IN_FLIGHT = 64;
/** About the size of a bid. */
const MESSAGE_BYTES = 300;
const ROOMY = {
  capacity: { cpuCores: 65_536, memoryMb: 2 ** 30, storageMb: 2 ** 30 },
  maxRunning: 4096,
  max: 4096,
};

/** Jobs from their submission to the end of their money: five executors, one guard, everything durable, one process. */
export async function lifecycleSuite(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "icn-mesh-bench-"));
  const counts: SignatureCounts = { signed: 0, verified: 0 };
  const engine = bestEngine();
  const mesh = await openMesh(folder, countingEngine(engine, counts));
  try {
    await runJobs(mesh, IN_FLIGHT);
    const each = await countJobs(mesh, counts);
    return await sideBySide({
      operation: `${IN_FLIGHT} jobs: ${each.signed.toFixed(1)} signatures, ${each.verified.toFixed(1)} verifications each`,
      contenders: [
        { name: "those signatures and verifications alone", run: bareSignatures(engine, each) },
        {
          name: `ours: the whole lifecycle, ${BIDDERS} bids`,
          run: () => runJobs(mesh, IN_FLIGHT),
          wanted: 1.5,
        },
      ],
    });
  } finally {
    await mesh.stop();
    await rm(folder, { recursive: true });
  }
}

async function openMesh(folder: string, engine: SignatureEngine): Promise<LocalMesh> {
  const open = (name: string): Promise<Storage> =>
    openStorage(`file://${join(folder, name)}`, { projections: [...runtimeProjections] });
  return createLocalMesh({
    nodes: BIDDERS + 1,
    clock: systemClock,
    engine,
    funds: 10n ** 15n,
    guardStorage: await open("guard"),
    node: (index) => ({
      runner: createSampleRunner(),
      queue: ROOMY,
      openStorage: () => open(`node-${index}`),
    }),
  });
}

async function runJobs(mesh: LocalMesh, count: number): Promise<void> {
  const context = mesh.nodes[0]?.context;
  if (context === undefined) throw new Error("no node");
  await Promise.all(Array.from({ length: count }, () => runJob(context)));
}

async function runJob({ submitJob, manager }: RuntimeContext): Promise<void> {
  const submitted = await submitJob(null, sampleSpec(), 100n);
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  if (manager.book(submitted.job) === undefined) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const undo = manager.events.on("finished", ({ id }) => {
    if (id === submitted.job) resolve();
  });
  await promise;
  undo();
}

async function countJobs(mesh: LocalMesh, counts: SignatureCounts): Promise<SignatureCounts> {
  counts.signed = 0;
  counts.verified = 0;
  await runJobs(mesh, IN_FLIGHT);
  return { signed: counts.signed / IN_FLIGHT, verified: counts.verified / IN_FLIGHT };
}

function bareSignatures(engine: SignatureEngine, each: SignatureCounts): () => void {
  const key = engine.importSecretKey(new Uint8Array(32).fill(7));
  const verify = engine.importPublicKey(key.publicKey);
  const message = new Uint8Array(MESSAGE_BYTES);
  const signature = key.sign(message);
  const [signs, verifications] = [each.signed * IN_FLIGHT, each.verified * IN_FLIGHT];
  return () => {
    for (let index = 0; index < signs; index++) key.sign(message);
    for (let index = 0; index < verifications; index++) verify(signature, message);
  };
}
