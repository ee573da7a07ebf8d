import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobId } from "@icn-mesh/core";
import { sampleSpec } from "../../src/testing/index.ts";
import { createNodeStarter } from "./node-process.ts";
import type { JobWords, SubmitWords } from "./node-words.ts";
import { createRealBooks, priceOf, type Tally } from "./real-books.ts";
import { createRealFederation } from "./real-federation.ts";
import { keyIn, type RealNode, type RealPlace, startRealNode } from "./real-node.ts";

/** Nodes in processes of their own, over libp2p on this machine, with all that they keep in directories. */
export interface RealMesh {
  readonly guard: RealNode;
  readonly submitter: RealNode;
  readonly executors: readonly RealNode[];
  readonly tally: Tally;
  /** Submits a small job. */
  submit(words?: JobChanges): Promise<JobId>;
  /** Waits until a job is settled, counts it, and resolves to its end. */
  settled(job: JobId): Promise<JobWords>;
  /** Waits until nothing is owed by anybody. */
  idle(): Promise<void>;
  /** Waits for that; throws where a sum is wrong or an audit of the guard's store finds something. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

/** What a test makes special about a job. */
export interface JobChanges extends Partial<Omit<SubmitWords, "spec">> {
  readonly spec?: Partial<SubmitWords["spec"]>;
}

/** How many nodes, and how many times as fast as ours their time passes. */
export interface RealMeshOptions {
  readonly executors?: number;
  readonly times?: number;
  /** A payload about which the last executor lies. */
  readonly liesAbout?: string;
  /** After so long what an executor did counts for its reputation; an hour when not given. */
  readonly epochMs?: number;
}

/** A guard, a submitter and executors, connected and with mana. */
export async function startRealMesh({
  executors: count = 1,
  times = 5,
  liesAbout,
  epochMs,
}: RealMeshOptions = {}): Promise<RealMesh> {
  const root = mkdtempSync(join(tmpdir(), "icn-mesh-real-"));
  const { constitution, depositFor, memberFor } = await createRealFederation(
    await keyIn(join(root, "guard")),
    epochMs,
  );
  const starter = createNodeStarter(count + 2);
  const tally: Tally = { kills: 0, restarts: 0, jobs: 0, paid: 0, refunded: 0 };
  const pace = { times, since: Date.now() };
  const { guard, submitter, executors } = await startNodes(
    { starter, root, tally, nodes: [], constitution, pace, memberFor },
    { count, ...(liesAbout === undefined ? {} : { liesAbout }) },
  );
  const members = [submitter, ...executors];
  for (const { did, order } of members) await order("deposit", await depositFor(did));
  await submitter.order("knows", { executors: count });
  const books = createRealBooks(tally, submitter, executors);

  async function idle(): Promise<void> {
    await Promise.all(members.map(({ order }) => order("idle", {})));
  }

  return {
    ...{ guard, submitter, executors, tally },
    submit: (words) => submitTo(submitter, words),
    async settled(job) {
      const end = await submitter.order("settled", { job });
      books.ended(end);
      return end;
    },
    idle,
    async check() {
      await idle();
      await books.check(await guard.order("audit", {}));
    },
    async stop() {
      await Promise.all([...members, guard].map(({ now }) => now.stop()));
      await starter.stop();
      rmSync(root, { recursive: true });
    },
  };
}

async function startNodes(
  place: RealPlace,
  { count, ...last }: { readonly count: number; readonly liesAbout?: string },
): Promise<Pick<RealMesh, "executors" | "guard" | "submitter">> {
  const guard = await startRealNode(place, "guard", { isGuard: true });
  const submitter = await startRealNode(place, "submitter", {});
  const executors: RealNode[] = [];
  for (let index = 0; index < count; index++) {
    const terms = { executes: true, price: priceOf(index), ...(index === count - 1 ? last : {}) };
    executors.push(await startRealNode(place, `executor-${index}`, terms));
  }
  return { guard, submitter, executors };
}

/** Long enough for a machine that has more to do, at the pace of the mesh. */
const PATIENT = { bidWindowMs: 10_000, acceptMs: 20_000, retry: { maxRounds: 8, backoffMs: 200 } };

async function submitTo(
  submitter: RealNode,
  { manifest = null, spec = {}, cost = 100, spare = 0, options = {} }: JobChanges = {},
): Promise<JobId> {
  const whole = { spec: { ...sampleSpec(), ...spec }, options: { ...PATIENT, ...options } };
  const terms = { manifest, cost, spare, ...whole };
  const answer = await submitter.order("submit", terms);
  if ("refused" in answer) throw new Error(answer.refused);
  return answer.job;
}
