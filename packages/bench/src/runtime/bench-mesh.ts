import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobId, SignatureEngine, Storage } from "@icn-mesh/core";
import { bestEngine, systemClock } from "@icn-mesh/core/node";
import { openStorage } from "@icn-mesh/dag";
import { type RuntimeContext, runtimeProjections, type SubmitOptions } from "@icn-mesh/runtime";
import {
  createLocalMesh,
  createSampleRunner,
  type LocalMesh,
  type LocalNodeOptions,
  sampleSpec,
} from "@icn-mesh/runtime/testing";

/** A mesh of which the first node submits and the others run jobs. Its stores are in a directory of their own. */
export interface BenchMesh {
  readonly mesh: LocalMesh;
  /** The node that submits and manages. */
  readonly manager: RuntimeContext;
  /** So many jobs at once, from their submission until their money is settled. */
  run(jobs: number, options?: SubmitOptions): Promise<void>;
  stop(): Promise<void>;
}

/** What is special about a mesh. */
export interface BenchMeshOptions {
  readonly executors: number;
  /** The fastest one of the platform when not given. */
  readonly engine?: SignatureEngine;
  /** Opens a store of a name in a directory; the embedded store, durable, when not given. */
  readonly open?: (folder: string, name: string) => Promise<Storage>;
  /** What is special about the node of a number. */
  readonly node?: (index: number) => LocalNodeOptions;
}

/** A machine that never says no. */
export const ROOMY = {
  capacity: { cpuCores: 65_536, memoryMb: 2 ** 30, storageMb: 2 ** 30 },
  maxRunning: 4096,
  max: 4096,
};

/** Starts a mesh in this process: one guard, everything signed, on the clock of the machine. */
export async function openBenchMesh(options: BenchMeshOptions): Promise<BenchMesh> {
  const { executors, engine = bestEngine(), open = openEmbedded, node } = options;
  const folder = await mkdtemp(join(tmpdir(), "icn-mesh-bench-"));
  const mesh = await createLocalMesh({
    nodes: executors + 1,
    clock: systemClock,
    engine,
    funds: 10n ** 15n,
    guardStorage: await open(folder, "guard"),
    node: (index) => ({
      runner: createSampleRunner(),
      queue: ROOMY,
      openStorage: () => open(folder, `node-${index}`),
      ...node?.(index),
    }),
  });
  const manager = managerOf(mesh);
  return {
    mesh,
    manager,
    run: (jobs, terms) => runJobs(manager, jobs, terms),
    async stop() {
      await mesh.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** The embedded store of a name in a directory, which is durable. */
export function openEmbedded(folder: string, name: string): Promise<Storage> {
  return openStorage(`file://${join(folder, name)}`, { projections: [...runtimeProjections] });
}

/** Submits a small job; throws if it is refused. */
export async function submitSample(
  { submitJob }: RuntimeContext,
  options: SubmitOptions = {},
): Promise<JobId> {
  const submitted = await submitJob(null, sampleSpec(), 100n, options);
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  return submitted.job;
}

/** So many jobs at once, from their submission until their money is settled. */
export async function runJobs(context: RuntimeContext, jobs: number, options?: SubmitOptions): Promise<void> {
  await Promise.all(Array.from({ length: jobs }, () => runJob(context, options)));
}

async function runJob(context: RuntimeContext, options?: SubmitOptions): Promise<void> {
  const job = await submitSample(context, options);
  if (context.manager.book(job) === undefined) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const undo = context.manager.events.on("finished", ({ id }) => {
    if (id === job) resolve();
  });
  await promise;
  undo();
}

function managerOf({ nodes: [first] }: LocalMesh): RuntimeContext {
  if (first === undefined) throw new Error("a mesh has at least one node");
  return first.context;
}
