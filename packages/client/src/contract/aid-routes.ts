import * as z from "zod";
import { jobSpecJson } from "./job-spec-json.ts";
import { defineRoute } from "./route.ts";
import { wireAmount, wireCid, wireDid, wireJobId, wireJson, wireMs } from "./wire-fields.ts";

const YEAR_MS = 31_536_000_000;

const posting = z.object({
  cid: wireCid,
  by: wireDid,
  id: z.string(),
  tags: z.array(z.string()),
  expiresAt: wireMs,
});
const wish = z.strictObject({
  tags: z.array(z.string().min(1).max(64)).min(1).max(32),
  id: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .meta({ description: "The author's own name for it; the same again does nothing a second time" }),
  forMs: wireMs.min(1000).max(YEAR_MS).optional().meta({ description: "A week when not given" }),
});

/** What can be asked about mutual aid. */
export const aidRoutes = {
  listAid: defineRoute({
    method: "GET",
    path: "/v1/aid",
    tag: "aid",
    summary: "What is asked for and offered now, as far as this node has heard",
    scope: "mesh:read",
    answer: z.object({
      requests: z.array(
        posting.extend({
          answers: z.array(z.object({ job: wireJobId, template: wireCid, by: wireDid })),
        }),
      ),
      templates: z.array(
        posting.extend({
          /** As in a submission. */
          spec: wireJson,
          /** Of a template of this node: how many requests it has answered, and how many it may. */
          offer: z.object({ used: z.int(), atMost: z.int() }).nullable(),
        }),
      ),
    }),
  }),
  requestAid: defineRoute({
    method: "POST",
    path: "/v1/aid/requests",
    tag: "aid",
    summary: "Ask for help, by tags",
    scope: "aid:write",
    body: wish,
    answer: posting,
    status: 201,
  }),
  offerAid: defineRoute({
    method: "POST",
    path: "/v1/aid/templates",
    tag: "aid",
    summary: "Promise a job, at the caller's cost, for requests whose tags it covers",
    scope: "aid:write",
    body: wish.extend({
      spec: jobSpecJson,
      manifest: wireCid.optional(),
      cost: wireAmount,
      atMost: z.int().min(1).max(1_000_000).optional().meta({ description: "One when not given" }),
    }),
    answer: posting,
    status: 201,
  }),
  withdrawAid: defineRoute({
    method: "DELETE",
    path: "/v1/aid/{cid}",
    tag: "aid",
    summary: "Take back a request or a template; jobs that were submitted go on",
    scope: "aid:write",
    params: z.strictObject({ cid: wireCid }),
    answer: z.object({ withdrawn: z.literal(true) }),
  }),
} as const;
