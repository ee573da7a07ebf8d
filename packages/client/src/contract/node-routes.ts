import * as z from "zod";
import { defineRoute } from "./route.ts";
import { wireDid, wireMs, wireNetworkId } from "./wire-fields.ts";

/** What can be asked about the node itself. */
export const nodeRoutes = {
  health: defineRoute({
    method: "GET",
    path: "/v1/health",
    tag: "node",
    summary: "Whether the node is alive",
    scope: null,
    answer: z.object({ status: z.literal("ok"), version: z.string(), uptimeMs: wireMs }),
  }),
  ready: defineRoute({
    method: "GET",
    path: "/v1/ready",
    tag: "node",
    summary: "Whether the node can do its work now; 503 where it cannot",
    scope: null,
    answer: z.object({
      ready: z.boolean(),
      checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().optional() })),
    }),
  }),
  showNode: defineRoute({
    method: "GET",
    path: "/v1/node",
    tag: "node",
    summary: "Who this node is",
    scope: "mesh:read",
    answer: z.object({
      did: wireDid,
      net: wireNetworkId,
      version: z.string(),
      addresses: z.array(z.string()),
      runsJobs: z.boolean(),
      openJobs: z.int(),
    }),
  }),
  metrics: defineRoute({
    method: "GET",
    path: "/v1/metrics",
    tag: "node",
    summary: "Metrics in the text format of Prometheus",
    scope: "metrics:read",
    answer: "text",
  }),
  openapi: defineRoute({
    method: "GET",
    path: "/v1/openapi.json",
    tag: "node",
    summary: "This description",
    scope: null,
    answer: z.looseObject({ openapi: z.string() }),
  }),
} as const;
