import * as z from "zod";
import { nodeEventSchema } from "./events.ts";
import { defineRoute } from "./route.ts";

/** What can be asked about what happens. */
export const eventRoutes = {
  events: defineRoute({
    method: "GET",
    path: "/v1/events",
    tag: "events",
    summary: "What happens to jobs, as it happens; from a place on, where one is named",
    scope: "jobs:read",
    query: z.strictObject({
      after: z
        .string()
        .regex(/^[a-z2-7]{1,32}-\d{1,15}$/)
        .optional()
        .meta({ description: "The id of the last event that was seen" }),
    }),
    answer: "events",
    event: nodeEventSchema,
  }),
} as const;
