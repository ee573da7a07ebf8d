import * as z from "zod";
import { historyEntryView, jobStatusSchema } from "./job-views.ts";
import { wireDid, wireJobId, wireMs } from "./wire-fields.ts";

/** What happens to one job: a line of its history, or that it is over and its money settled. */
export const jobEventSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("entry"), data: historyEntryView }),
  z.object({
    event: z.literal("finished"),
    data: z.object({ id: wireJobId, status: jobStatusSchema, settlement: z.string() }),
  }),
]);
export type JobEvent = z.output<typeof jobEventSchema>;

const happened = z.object({
  at: wireMs,
  job: wireJobId,
  creator: wireDid,
  status: jobStatusSchema,
  /** How many lines the history has. */
  entries: z.int(),
});

/** What happens on a node. After a `gap`, something was missed: list the jobs again. */
export const nodeEventSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("job"), data: happened }),
  z.object({ event: z.literal("finished"), data: happened }),
  z.object({ event: z.literal("gap"), data: z.object({ after: z.string() }) }),
]);
export type NodeEvent = z.output<typeof nodeEventSchema>;

/** What the guest of a job says, or that nothing more will come. */
export const logEventSchema = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("line"),
    data: z.object({
      attempt: z.int(),
      replica: z.int(),
      level: z.string(),
      text: z.string(),
      at: wireMs.nullable(),
    }),
  }),
  z.object({ event: z.literal("finished"), data: z.object({ id: wireJobId }) }),
]);
