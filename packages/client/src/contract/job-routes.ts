import * as z from "zod";
import { jobEventSchema, logEventSchema } from "./events.ts";
import { jobSpecJson } from "./job-spec-json.ts";
import { jobSubmission } from "./job-submission.ts";
import {
  assignmentView,
  bidView,
  checkpointView,
  historyEntryView,
  jobStatusSchema,
  jobSummaryView,
  jobView,
  partialOutputView,
  progressView,
  receiptView,
  selectionView,
} from "./job-views.ts";
import { defineRoute } from "./route.ts";
import { pageQuery, wireAmount, wireBase64, wireCid, wireDid, wireJobId, wireMs } from "./wire-fields.ts";

const params = z.strictObject({ id: wireJobId });
const named = z.strictObject({ id: wireJobId, name: z.string().min(1).max(64) });
const accepted = z.object({ id: wireJobId, isNew: z.boolean() });
const quote = z.object({ low: wireAmount, likely: wireAmount, high: wireAmount, samples: z.int() });
const seen = { method: "GET", tag: "jobs", scope: "jobs:read", params } as const;

/** What can be asked about jobs. */
export const jobRoutes = {
  submitJob: defineRoute({
    method: "POST",
    path: "/v1/jobs",
    tag: "jobs",
    summary: "Submit a job",
    scope: "jobs:write",
    body: jobSubmission,
    answer: accepted,
    status: 202,
    idempotent: true,
  }),
  dryRunJob: defineRoute({
    method: "POST",
    path: "/v1/jobs/dry-run",
    tag: "jobs",
    summary: "Check a submission, and say what it would hold, without submitting it",
    scope: "jobs:read",
    body: jobSubmission,
    answer: z.object({
      budget: wireAmount,
      hold: wireAmount,
      free: wireAmount,
      affordable: z.boolean(),
      quote: quote.nullable(),
    }),
  }),
  submitSignedJob: defineRoute({
    method: "POST",
    path: "/v1/jobs/signed",
    tag: "jobs",
    summary: "Submit a job that its creator has signed, with the operation that holds its budget",
    scope: "jobs:write",
    body: z.strictObject({ job: wireBase64, operation: wireBase64 }),
    answer: accepted,
    status: 202,
    idempotent: true,
  }),
  quoteJob: defineRoute({
    method: "POST",
    path: "/v1/jobs/quote",
    tag: "jobs",
    summary: "What jobs like this one were paid here lately; null where there were none",
    scope: "jobs:read",
    body: z.strictObject({ spec: jobSpecJson }),
    answer: z.object({ quote: quote.nullable() }),
  }),
  listJobs: defineRoute({
    method: "GET",
    path: "/v1/jobs",
    tag: "jobs",
    summary: "List jobs, the newest first",
    scope: "jobs:read",
    query: pageQuery.extend({
      status: jobStatusSchema.optional(),
      creator: wireDid.optional(),
      /** `name=value`. */
      label: z
        .string()
        .regex(/^[A-Za-z0-9][\w.:/@+-]{0,63}=.{0,128}$/)
        .optional(),
    }),
    answer: z.object({ jobs: z.array(jobSummaryView), next: z.string().nullable() }),
  }),
  showJob: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}",
    summary: "Where a job stands",
    answer: jobView,
  }),
  jobHistory: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/history",
    summary: "The lines of a job's history, the oldest first",
    query: z.strictObject({
      from: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    answer: z.object({ entries: z.array(historyEntryView), next: z.int().nullable() }),
  }),
  jobHistoryCar: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/history.car",
    summary: "All that proves a job's history, as a CAR that anybody can check",
    answer: "car",
  }),
  cancelJob: defineRoute({
    method: "POST",
    path: "/v1/jobs/{id}/cancel",
    tag: "jobs",
    summary: "Stop a job for good",
    scope: "jobs:write",
    params,
    body: z.strictObject({ reason: z.string().min(1).max(256).default("cancelled by its creator") }),
    answer: z.object({ answer: z.enum(["applied", "duplicate"]) }),
  }),
  whyNotJob: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/why-not",
    summary: "Why a job finds nobody, and the smallest change that would help",
    answer: z.object({
      seen: z.int(),
      admitted: z.int(),
      counts: z.record(z.string(), z.int()),
      suggestions: z.array(
        z.object({
          text: z.string(),
          admits: z.int(),
          field: z.string(),
          change: z.enum(["lower", "raise", "drop"]),
          to: z.string().nullable(),
        }),
      ),
    }),
  }),
  jobBids: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/bids",
    summary: "The bids for a job",
    answer: z.object({ bids: z.array(bidView) }),
  }),
  jobSelections: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/selections",
    summary: "Who won each round of bidding, and why",
    answer: z.object({ selections: z.array(selectionView) }),
  }),
  jobAttempts: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/attempts",
    summary: "The assignments of a job, and the receipts for them",
    answer: z.object({ assignments: z.array(assignmentView), receipts: z.array(receiptView) }),
  }),
  jobProgress: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/progress",
    summary: "How far the work is",
    answer: progressView.extend({ status: jobStatusSchema }),
  }),
  jobCheckpoints: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/checkpoints",
    summary: "The states from which a job can go on",
    answer: z.object({ checkpoints: z.array(checkpointView) }),
  }),
  jobPartialOutputs: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/partial-outputs",
    summary: "Pieces of the result before the end",
    answer: z.object({ partialOutputs: z.array(partialOutputView) }),
  }),
  jobOutputs: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/outputs",
    summary: "The result of a job, and its named outputs",
    answer: z.object({ result: wireCid, outputs: z.record(z.string(), wireCid) }),
  }),
  jobResult: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/result",
    summary: "The bytes of the result",
    answer: "bytes",
    ranged: true,
  }),
  jobOutput: defineRoute({
    ...seen,
    params: named,
    path: "/v1/jobs/{id}/outputs/{name}",
    summary: "The bytes of a named output",
    answer: "bytes",
    ranged: true,
  }),
  jobPartialOutput: defineRoute({
    ...seen,
    params: z.strictObject({ id: wireJobId, outputId: z.string().min(1).max(128) }),
    path: "/v1/jobs/{id}/partial-outputs/{outputId}",
    summary: "The bytes of a piece of the result",
    answer: "bytes",
    ranged: true,
  }),
  jobLogs: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/logs",
    summary: "What the job has logged so far, a line each",
    answer: "text",
  }),
  followJobLogs: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/logs/events",
    summary: "What the job logs, as it does, until it is over",
    query: z.strictObject({
      after: z
        .string()
        .regex(/^[\w.:-]{1,160}$/)
        .optional()
        .meta({ description: "The id of the last line that was seen" }),
    }),
    event: logEventSchema,
    answer: "events",
  }),
  jobEvents: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/events",
    summary: "A job's history as it grows, from a line on, until its money is settled",
    query: z.strictObject({ from: z.coerce.number().int().min(0).default(0) }),
    answer: "events",
    event: jobEventSchema,
  }),
  jobWebhook: defineRoute({
    ...seen,
    path: "/v1/jobs/{id}/webhook",
    summary: "Whether the webhook of a job was delivered",
    answer: z.object({
      state: z.enum(["none", "waiting", "delivered", "given-up"]),
      attempts: z.int(),
      lastError: z.string().nullable(),
      nextAt: wireMs.nullable(),
    }),
  }),
} as const;
