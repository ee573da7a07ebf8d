import { createMemoryStorage, type JobId, type JobSpec } from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import type { RuntimeContext, SubmitOptions } from "../src/index.ts";
import {
  createLocalMesh,
  type LocalMesh,
  type LocalMeshOptions,
  type LocalNode,
  sampleSpec,
} from "../src/testing/index.ts";
import { expectDerivedIsLive } from "./derived-state.ts";

/** A mesh with fast signatures; the first node submits, the others run jobs. When it stops, its stores are read afresh. */
export async function aMesh(options: LocalMeshOptions = {}): Promise<LocalMesh> {
  const guardStorage = options.guardStorage ?? createMemoryStorage();
  const mesh = await createLocalMesh({ engine: nodeCryptoEngine(), ...options, guardStorage });
  return {
    ...mesh,
    async stop() {
      await expectDerivedIsLive(mesh, guardStorage);
      await mesh.stop();
    },
  };
}

/** The node of a number. */
export function nodeAt({ nodes }: LocalMesh, index: number): LocalNode {
  const node = nodes[index];
  if (node === undefined) throw new Error(`no node ${index}`);
  return node;
}

/** What a test makes special about a job. */
export interface JobChanges {
  readonly spec?: Partial<JobSpec>;
  readonly cost?: bigint;
  readonly options?: SubmitOptions;
  readonly by?: number;
}

/** Submits a sample job and lets time pass until the guards certified its hold. */
export async function submit(mesh: LocalMesh, changes: JobChanges = {}): Promise<JobId> {
  let isDone = false;
  const submitting = trySubmit(mesh, changes).finally(() => {
    isDone = true;
  });
  submitting.catch(() => {});
  await mesh.until(() => isDone);
  const result = await submitting;
  if (!result.ok) throw new Error(result.refusal.code);
  return result.job;
}

/** Submits a sample job, with whatever answer comes, once the test lets time pass far enough. */
export async function trySubmit(
  mesh: LocalMesh,
  { spec = {}, cost = 100n, options = {}, by = 0 }: JobChanges = {},
): ReturnType<RuntimeContext["submitJob"]> {
  const submitting = nodeAt(mesh, by).context.submitJob(null, sampleSpec(spec), cost, options);
  await mesh.advance(0);
  return submitting;
}

/** Lets time pass until nothing is owed about any job, on any node. */
export function settled(mesh: LocalMesh, withinMs?: number): Promise<void> {
  return mesh.until(() => mesh.nodes.every(({ runtime }) => runtime.open === 0), withinMs);
}

/** Lets time pass until a job has this status. */
export function untilStatus(mesh: LocalMesh, job: JobId, status: string): Promise<void> {
  return mesh.until(async () => (await statusOf(mesh, job)) === status);
}

/** Where a job stands, in one word. */
export async function statusOf(mesh: LocalMesh, job: JobId, by = 0): Promise<string> {
  const view = await nodeAt(mesh, by).context.job(job);
  const state = view?.lifecycle.state;
  if (state === undefined) return "unknown";
  return state.status === "Failed" ? `Failed ${state.reason}` : state.status;
}

/** Where the money of a job is. */
export async function moneyOf(mesh: LocalMesh, job: JobId, by = 0): Promise<string> {
  return (await nodeAt(mesh, by).context.job(job))?.settlement ?? "unknown";
}

/** What a node's account has and can spend, in mana. */
export function freeOf(mesh: LocalMesh, index: number): bigint {
  return nodeAt(mesh, index).context.balance().free;
}
