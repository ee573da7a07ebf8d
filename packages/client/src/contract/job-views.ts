import { name, retrySchema, verificationSchema } from "@icn-mesh/core";
import { JOB_STATUSES } from "@icn-mesh/mesh";
import * as z from "zod";
import { wireAmount, wireCid, wireDid, wireJobId, wireJson, wireMs } from "./wire-fields.ts";

/** The statuses of a job, in the words of all doors. */
export const jobStatusSchema = z.enum(JOB_STATUSES);

/** A job in a list. */
export const jobSummaryView = z.object({
  id: wireJobId,
  creator: wireDid,
  name: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  createdAt: wireMs,
  status: jobStatusSchema,
  /** Why it failed. */
  reason: z.string().nullable(),
  receipt: wireCid.nullable(),
});

/** What an attempt costs: the price that was bid, or the time that it took, capped. */
export const pricingJson = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("fixed") }),
  z.strictObject({ type: z.literal("per-hour"), perHour: wireAmount, cap: wireAmount }),
]);

/** Where the work stands, by the executor's word; `percent` is 0 to 100. */
export const progressView = z.object({
  percent: z.number().min(0).max(100),
  stage: z.string(),
  message: z.string(),
  at: wireMs.nullable(),
  etaMs: wireMs.optional(),
  completedStages: z.array(z.string()),
  remainingStages: z.array(z.string()),
});

/** An executor's offer. */
export const bidView = z.object({
  cid: wireCid,
  executor: wireDid,
  round: z.int(),
  price: wireAmount,
  perHour: wireAmount.optional(),
  needMs: wireMs,
  estimatedMs: wireMs.optional(),
  capabilities: z.array(z.string()),
});

/** An attempt that was given to an executor. */
export const assignmentView = z.object({
  cid: wireCid,
  executor: wireDid,
  replica: z.int(),
  attempt: z.int(),
  price: wireAmount,
  leaseMs: wireMs,
  resumeFrom: wireCid.nullable(),
});

/** What the executor swears came of an attempt. */
export const receiptView = z.object({
  cid: wireCid,
  assignment: wireCid,
  executor: wireDid,
  outcome: z.discriminatedUnion("type", [
    z.object({ type: z.literal("ok"), result: wireCid, outputs: z.record(z.string(), wireCid) }),
    z.object({ type: z.literal("failed"), class: z.string(), message: z.string() }),
  ]),
  usage: z.object({ fuel: z.int(), wallMs: wireMs, peakMemoryBytes: z.int(), outputBytes: z.int() }),
  logs: wireCid.nullable(),
  /** The checkpoint from which it went on; null where it began at the beginning. */
  resumedFrom: wireCid.nullable(),
  startedAt: wireMs,
  finishedAt: wireMs,
});

/** Who won a round, and why, so that anybody can compute it again. */
export const selectionView = z.object({
  cid: wireCid,
  round: z.int(),
  policy: z.string(),
  winner: wireCid.nullable(),
  scores: z.array(z.object({ bid: wireCid, score: z.int() })),
  rejected: z.array(z.object({ bid: wireCid, reason: z.string() })),
});

/** A state from which another executor can go on. */
export const checkpointView = z.object({
  cid: wireCid,
  checkpointId: z.string(),
  executor: wireDid,
  seq: z.int(),
  at: wireMs,
  stage: z.string(),
  percent: z.number(),
  state: wireCid,
});

/** A piece of the result before the end. */
export const partialOutputView = z.object({
  cid: wireCid,
  outputId: z.string(),
  executor: wireDid,
  seq: z.int(),
  at: wireMs,
  stage: z.string(),
  output: wireCid,
  size: z.int(),
  format: z.string().optional(),
});

/** Where a job stands, with all that a person asks first. */
export const jobView = z.object({
  ...jobSummaryView.shape,
  stage: z.enum(["open", "allocating", "leased", "running", "verifying", "done", "failed", "cancelled"]),
  settlement: z.enum(["none", "pending", "paid", "refunded", "split"]),
  manager: wireDid,
  manifest: wireCid.nullable(),
  /** As in a submission. */
  spec: wireJson,
  budget: wireAmount,
  unit: name(),
  pricing: pricingJson,
  lane: z.int(),
  priority: z.int(),
  bidWindowMs: wireMs,
  maxExecutionMs: wireMs,
  retry: retrySchema,
  verification: verificationSchema,
  progress: progressView,
  assignment: assignmentView.nullable(),
  resultReceipt: receiptView.nullable(),
  /** Attempts that came to nothing. */
  tried: z.array(z.object({ executor: wireDid, replica: z.int(), attempt: z.int(), reason: z.string() })),
  bids: z.int(),
  checkpoints: z.int(),
  partialOutputs: z.int(),
});
/** Where a job stands, as a client reads it. */
export type JobDetail = z.output<typeof jobView>;

/** A line of a job's history. `fact` names a signed record, which the DAG has. */
export const historyEntryView = z.object({
  seq: z.int(),
  cid: wireCid,
  type: z.enum(["fact", "opened", "closed", "lost", "anchored", "ended"]),
  /** Type of the record, such as `icn/bid/1`. */
  record: z.string().optional(),
  by: wireDid.optional(),
  fact: wireCid.optional(),
  round: z.int().optional(),
  assignment: wireCid.optional(),
  receipt: wireCid.optional(),
  status: z.string().optional(),
  reason: z.string().nullable().optional(),
  at: wireMs.optional(),
});
export type HistoryLine = z.output<typeof historyEntryView>;
