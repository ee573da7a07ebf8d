import type { Assignment, Cid, Did, ExecutionReceipt, Storage } from "@icn-mesh/core";
import { type Fact, type JobLifecycle, planOf } from "@icn-mesh/mesh";
import { isQuorum } from "./is-quorum.ts";
import { decodeTrace, firstDifference, type TracedStep, traceOf } from "./step-trace.ts";

/** Where a job of several replicas stands. */
export interface QuorumView {
  /** Every attempt, in the order of the history. */
  readonly replicas: readonly ReplicaView[];
  /** For people: who says what, and where those that differ first did. */
  readonly text: string;
}

/** One attempt at a replica. */
export interface ReplicaView {
  readonly replica: number;
  readonly executor: Did;
  readonly stand: ReplicaStand;
  /** The first step after which it was in another state than the others, where both name their steps. */
  readonly differsAfterStep: number | null;
}

/** How far a replica has come, and what became of what it said. */
export type ReplicaStand =
  | "working"
  | "failed"
  | "committed"
  | "silent" // it has committed, and has not shown its result
  | "shown"
  | "agrees"
  | "outvoted"
  | "unmatched"; // it has shown its result, and not enough others say the same

/** The view of a job that asks for a quorum; null for any other. */
export async function viewQuorum(
  storage: Pick<Storage, "get">,
  lifecycle: JobLifecycle,
): Promise<QuorumView | null> {
  if (!isQuorum(lifecycle.job.body)) return null;
  const steps = await tracesOf(storage, lifecycle.receipts);
  const bare = lifecycle.assignments.map((assignment) => ({
    assignment,
    stand: standOf(lifecycle, assignment),
  }));
  const reference = bare.find(({ stand }) => stand === "agrees") ?? bare.find(({ stand }) => isShown(stand));
  const known = reference && steps.get(reference.assignment.cid);
  const replicas = bare.map(({ assignment: { cid, body }, stand }): ReplicaView => {
    const own = isShown(stand) ? steps.get(cid) : undefined;
    const step = known === undefined || own === undefined ? undefined : firstDifference(known, own);
    return { replica: body.replica, executor: body.executor, stand, differsAfterStep: step ?? null };
  });
  return { replicas, text: textOf(lifecycle, replicas) };
}

function isShown(stand: ReplicaStand): boolean {
  return stand === "shown" || stand === "agrees" || stand === "outvoted" || stand === "unmatched";
}

function standOf(lifecycle: JobLifecycle, { cid, body }: Fact<Assignment>): ReplicaStand {
  const { state, receipts, commits } = lifecycle;
  const tried = state.status === "Submitted" ? [] : state.tried;
  const lost = tried.find(({ replica, attempt }) => replica === body.replica && attempt === body.attempt);
  const receipt = receipts.findLast((each) => each.body.assignment === cid);
  if (lost !== undefined) return lost.reason === "verification" ? "outvoted" : "failed";
  if (receipt !== undefined) return standOfResult(lifecycle, receipt.cid);
  if (!commits.some((commit) => commit.body.assignment === cid)) return "working";
  return "seats" in state && !state.revealed ? "committed" : "silent";
}

function standOfResult({ state }: JobLifecycle, receipt: Cid): ReplicaStand {
  if (state.status === "Completed") return state.receipts.includes(receipt) ? "agrees" : "unmatched";
  if (!("seats" in state)) return "unmatched";
  const isAnchored = state.seats.some((seat) => seat.phase === "anchored" && seat.receipt === receipt);
  return isAnchored ? "agrees" : "shown";
}

async function tracesOf(
  storage: Pick<Storage, "get">,
  receipts: readonly Fact<ExecutionReceipt>[],
): Promise<ReadonlyMap<Cid, readonly TracedStep[]>> {
  const traces = new Map<Cid, readonly TracedStep[]>();
  for (const { body } of receipts) {
    const trace = traceOf(body);
    const bytes = trace === undefined ? undefined : await storage.get(trace);
    const steps = bytes && decodeTrace(bytes);
    if (steps !== undefined) traces.set(body.assignment, steps);
  }
  return traces;
}

function textOf({ job, state }: JobLifecycle, replicas: readonly ReplicaView[]): string {
  const { replicas: wanted, agree } = planOf(job.body);
  const count = (stand: ReplicaStand): number => replicas.filter((each) => each.stand === stand).length;
  const parts: readonly (readonly [number, string])[] = [
    [count("working"), "at work"],
    [count("committed"), "committed to a result"],
    [count("shown"), "showed a result"],
    [count("agrees"), "said the same"],
    [count("outvoted"), "outvoted"],
    [count("unmatched"), "said something that not enough others said"],
    [count("silent"), "committed and have not shown their results"],
    [count("failed"), "failed"],
  ];
  const said = parts.flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`]));
  const steps = replicas.flatMap(({ differsAfterStep }) => differsAfterStep ?? []);
  const [first] = steps.toSorted((a, b) => a - b);
  const where = first === undefined ? "" : `; the first step that differs is ${first}`;
  const end = state.status === "Failed" ? `failed (${state.reason}): ` : "";
  return `${end}${agree} of ${wanted} executors have to say the same: ${said.join(", ") || "none yet"}${where}`;
}
