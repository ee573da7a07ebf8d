import { resourcesSchema } from "@icn-mesh/core";
import * as z from "zod";
import { defineRoute } from "./route.ts";
import { wireAmount, wireCid } from "./wire-fields.ts";

const status = z.object({
  /** `paused` starts and takes nothing; `draining` also hands over what runs. */
  state: z.enum(["taking", "paused", "draining"]),
  waiting: z.int(),
  running: z.int(),
  capacity: resourcesSchema.nullable(),
});
const change = { method: "POST", tag: "executor", scope: "executor:write", answer: status } as const;

/** What can be asked of a node that runs jobs. */
export const executorRoutes = {
  executorStatus: defineRoute({
    method: "GET",
    path: "/v1/executor",
    tag: "executor",
    summary: "Whether the node takes work, and how much it has",
    scope: "executor:read",
    answer: status,
  }),
  executorQueue: defineRoute({
    method: "GET",
    path: "/v1/executor/queue",
    tag: "executor",
    summary: "The work that waits and runs, the oldest first",
    scope: "executor:read",
    answer: z.object({
      tasks: z.array(
        z.object({
          id: z.string(),
          state: z.enum(["waiting", "running"]),
          lane: z.int(),
          priority: z.int(),
          needs: resourcesSchema,
        }),
      ),
    }),
  }),
  executorEarnings: defineRoute({
    method: "GET",
    path: "/v1/executor/earnings",
    tag: "executor",
    summary: "What the node was paid for work, the newest first",
    scope: "executor:read",
    query: z.strictObject({
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(500)
        .default(100)
        .meta({ description: "Operations to look at" }),
      before: z.coerce.number().int().min(0).optional(),
    }),
    answer: z.object({
      paid: z.array(
        z.object({ assignment: wireCid, unit: z.string(), amount: wireAmount, reason: z.string() }),
      ),
      /** Of this page, by unit. */
      sums: z.record(z.string(), wireAmount),
      next: z.int().nullable(),
    }),
  }),
  pauseExecutor: defineRoute({
    ...change,
    path: "/v1/executor/pause",
    summary: "Take and start no more work",
  }),
  drainExecutor: defineRoute({
    ...change,
    path: "/v1/executor/drain",
    summary: "Take no more work, and hand over what runs at its next checkpoint",
  }),
  resumeExecutor: defineRoute({ ...change, path: "/v1/executor/resume", summary: "Take work again" }),
} as const;
