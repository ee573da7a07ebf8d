import type {
  Assignment,
  Bid,
  Commit,
  ExecutionReceipt,
  Job,
  JobCheckpoint,
  PartialOutputReceipt,
  ProgressReport,
  Selection,
} from "@icn-mesh/core";
import type { JobLifecycleStatus, LifecycleState } from "../lifecycle/state.ts";
import type { Fact } from "./fact.ts";

/** What the history of a job says of it, each list in the order of the history. */
export interface JobLifecycle {
  readonly job: Fact<Job>;
  readonly state: LifecycleState;
  readonly bids: readonly Fact<Bid>[];
  readonly selections: readonly Fact<Selection>[];
  /** The latest; the ones before it came to nothing, or are replicas of it. */
  readonly assignment: Fact<Assignment> | null;
  readonly assignments: readonly Fact<Assignment>[];
  readonly commits: readonly Fact<Commit>[];
  /** Of a completed job one that was anchored; otherwise the latest. */
  readonly receipt: Fact<ExecutionReceipt> | null;
  readonly receipts: readonly Fact<ExecutionReceipt>[];
  readonly progress: readonly Fact<ProgressReport>[];
  readonly checkpoints: readonly Fact<JobCheckpoint>[];
  readonly partialOutputs: readonly Fact<PartialOutputReceipt>[];
}

const ALL_DONE = 10_000;

/** Where the job stands. */
export function currentStatus({ state }: JobLifecycle): JobLifecycleStatus {
  return state.status;
}

/** True once the job has left something behind that it can go on from, or that can be used before it ends. */
export function isLongRunning({ checkpoints, partialOutputs }: JobLifecycle): boolean {
  return checkpoints.length > 0 || partialOutputs.length > 0;
}

/** The checkpoint to go on from: of the latest assignment that has any, the one with the highest number. */
export function latestCheckpoint({
  assignments,
  checkpoints,
}: JobLifecycle): Fact<JobCheckpoint> | undefined {
  return latestOf(assignments, checkpoints);
}

/**
 * How much of the work is done, in basis points: what the latest assignment says, or what it resumed from.
 * Nobody checks it.
 */
export function currentProgress(lifecycle: JobLifecycle): number {
  const { state, assignment, progress, checkpoints } = lifecycle;
  if (state.status === "Completed") return ALL_DONE;
  if (assignment === null) return 0;
  const own = [latestOf([assignment], progress), latestOf([assignment], checkpoints)];
  const percents = own.flatMap((report) => report?.body.percent ?? []);
  if (percents.length > 0) return Math.max(...percents);
  const { resumeFrom } = assignment.body;
  return checkpoints.find(({ cid }) => cid === resumeFrom)?.body.percent ?? 0;
}

type Report = Pick<JobCheckpoint, "assignment" | "seq">;

function latestOf<Body extends Report>(
  assignments: readonly Fact<Assignment>[],
  reports: readonly Fact<Body>[],
): Fact<Body> | undefined {
  const reporting = new Set(reports.map(({ body }) => body.assignment));
  const holder = assignments.findLast(({ cid }) => reporting.has(cid));
  const own = reports.filter(({ body }) => body.assignment === holder?.cid);
  return own.reduce<Fact<Body> | undefined>(
    (latest, next) => (latest === undefined || next.body.seq > latest.body.seq ? next : latest),
    undefined,
  );
}
