import type { HistoryLine, JobDetail } from "@icn-mesh/client";
import { toJsonData } from "@icn-mesh/client";
import {
  type Assignment,
  type Bid,
  type ExecutionReceipt,
  type JobCheckpoint,
  managerOf,
  type PartialOutputReceipt,
  type Selection,
} from "@icn-mesh/core";
import { currentProgress, type Fact, type JobHistory, type JobLifecycle, stageOf } from "@icn-mesh/mesh";
import type { JobSummary, JobView } from "@icn-mesh/runtime";

const PER_PERCENT = 100;

/** A job in a list, in JSON. */
export function summaryJson({ t, job, ...rest }: JobSummary) {
  return { id: job, ...rest };
}

/** Where a job stands, in JSON. */
export function jobJson({ id, lifecycle, settlement }: JobView): JobDetail {
  const { job, state, assignment, receipt } = lifecycle;
  const { body } = job;
  return {
    id,
    creator: body.by,
    manager: managerOf(body),
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.labels === undefined ? {} : { labels: body.labels }),
    createdAt: body.createdAt,
    status: state.status,
    stage: stageOf(state),
    settlement,
    reason: state.status === "Failed" ? state.reason : null,
    receipt: state.status === "Completed" ? state.receipts[0] : null,
    manifest: body.manifest,
    spec: toJsonData(body.spec),
    budget: String(body.budget),
    unit: body.unit,
    pricing: pricingJson(body.pricing),
    lane: body.lane,
    priority: body.priority,
    bidWindowMs: body.bidWindowMs,
    maxExecutionMs: body.maxExecutionMs,
    retry: body.retry,
    verification: body.verification,
    progress: progressJson(lifecycle),
    assignment: assignment && assignmentJson(assignment),
    resultReceipt: receipt && receiptJson(receipt),
    tried: "tried" in state ? [...state.tried] : [],
    bids: lifecycle.bids.length,
    checkpoints: lifecycle.checkpoints.length,
    partialOutputs: lifecycle.partialOutputs.length,
  };
}

function pricingJson(pricing: JobLifecycle["job"]["body"]["pricing"]): JobDetail["pricing"] {
  if (pricing.type === "fixed") return pricing;
  return { type: "per-hour", perHour: String(pricing.perHour), cap: String(pricing.cap) };
}

/** How far the work is, in JSON. */
export function progressJson(lifecycle: JobLifecycle): JobDetail["progress"] {
  const last = lifecycle.progress.findLast(({ body }) => body.assignment === lifecycle.assignment?.cid)?.body;
  return {
    percent: currentProgress(lifecycle) / PER_PERCENT,
    stage: last?.stage ?? "",
    message: last?.message ?? "",
    at: last?.at ?? null,
    ...(last?.etaMs === undefined ? {} : { etaMs: last.etaMs }),
    completedStages: [...(last?.completedStages ?? [])],
    remainingStages: [...(last?.remainingStages ?? [])],
  };
}

/** A bid, in JSON. */
export function bidJson({ cid, body }: Fact<Bid>) {
  const { by, round, price, perHour, needMs, estimatedMs, capabilities } = body;
  return {
    cid,
    executor: by,
    round,
    price: String(price),
    ...(perHour === undefined ? {} : { perHour: String(perHour) }),
    needMs,
    ...(estimatedMs === undefined ? {} : { estimatedMs }),
    capabilities,
  };
}

/** An assignment, in JSON. */
export function assignmentJson({ cid, body }: Fact<Assignment>) {
  const { executor, replica, attempt, price, leaseMs, resumeFrom } = body;
  return { cid, executor, replica, attempt, price: String(price), leaseMs, resumeFrom };
}

/** A receipt, in JSON. */
export function receiptJson({ cid, body }: Fact<ExecutionReceipt>) {
  const { assignment, by, outcome, usage, logs, resumedFrom, startedAt, finishedAt } = body;
  return { cid, assignment, executor: by, outcome, usage, logs, resumedFrom, startedAt, finishedAt };
}

/** A selection, in JSON. */
export function selectionJson({ cid, body }: Fact<Selection>) {
  const { round, policy, winner, scores, rejected } = body;
  return { cid, round, policy: policy.name, winner, scores, rejected };
}

/** A checkpoint, in JSON. */
export function checkpointJson({ cid, body }: Fact<JobCheckpoint>) {
  const { checkpointId, by, seq, at, stage, percent, state } = body;
  return { cid, checkpointId, executor: by, seq, at, stage, percent: percent / PER_PERCENT, state };
}

/** A piece of the result, in JSON. */
export function partialOutputJson({ cid, body }: Fact<PartialOutputReceipt>) {
  const { outputId, by, seq, at, stage, output, size, format } = body;
  return {
    cid,
    outputId,
    executor: by,
    seq,
    at,
    stage,
    output,
    size,
    ...(format === undefined ? {} : { format }),
  };
}

/** The lines of a history from one on, in JSON. */
export function historyJson({ entries, facts }: JobHistory, from: number): readonly HistoryLine[] {
  const known = new Map([...facts].map((fact) => [fact.cid, fact.body]));
  return [...entries].slice(from).map(({ cid, body: { seq, happened } }) => {
    const line = { seq, cid, type: happened.type };
    if (happened.type !== "fact") return { ...line, ...withoutType(happened) };
    const fact = known.get(happened.cid);
    return { ...line, fact: happened.cid, ...(fact === undefined ? {} : { record: fact.t, by: fact.by }) };
  });
}

function withoutType<Happened extends { readonly type: string }>({ type, ...rest }: Happened) {
  return rest;
}
