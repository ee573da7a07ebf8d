import {
  cidSchema,
  defineCodec,
  didSchema,
  jobIdSchema,
  milliseconds,
  name,
  named,
  text,
} from "@icn-mesh/core";
import { JOB_STATUSES } from "@icn-mesh/mesh";
import * as z from "zod";
import type { JobBook } from "./job-book.ts";

const summarySchema = z.strictObject({
  t: z.literal("icn-mesh/job-summary/1"),
  job: jobIdSchema,
  creator: didSchema,
  name: text(128).optional(),
  labels: named(text(128), 16, 2048).optional(),
  createdAt: milliseconds(),
  status: z.enum(JOB_STATUSES),
  reason: name().nullable(),
  receipt: cidSchema.nullable(),
});
/** A job in a list: what it is and where it stands. It follows from the job's history, and stays in the store. */
export type JobSummary = z.infer<typeof summarySchema>;

/** The bytes of a summary. */
export const summaryCodec = defineCodec("icn-mesh/job-summary/1", summarySchema);

/** The summary of a job as its book stands. */
export function summaryOf({ id, job: { body }, state }: Pick<JobBook, "id" | "job" | "state">): JobSummary {
  return {
    t: "icn-mesh/job-summary/1",
    job: id,
    creator: body.by,
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.labels === undefined ? {} : { labels: body.labels }),
    createdAt: body.createdAt,
    status: state.status,
    reason: state.status === "Failed" ? state.reason : null,
    receipt: state.status === "Completed" ? state.receipts[0] : null,
  };
}
