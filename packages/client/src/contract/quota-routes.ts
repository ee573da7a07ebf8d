import * as z from "zod";
import { defineRoute } from "./route.ts";
import { wireAmount, wireDid, wireMs } from "./wire-fields.ts";

/** What is null is not limited. */
const quota = z.object({ openJobs: z.int().nullable(), spendPerDay: wireAmount.nullable() });
const usage = z.object({
  account: wireDid,
  /** An account that is not limited is not counted. */
  openJobs: z.int(),
  spent: z.record(z.string(), wireAmount),
  resetsInMs: wireMs,
  quota,
});
const params = z.strictObject({ did: wireDid });

/** What can be asked about how much accounts may do at a node. */
export const quotaRoutes = {
  showUsage: defineRoute({
    method: "GET",
    path: "/v1/usage",
    tag: "quotas",
    summary: "What the caller's account has open here, has spent today, and may",
    scope: "mana:read",
    answer: usage,
  }),
  listQuotas: defineRoute({
    method: "GET",
    path: "/v1/quotas",
    tag: "quotas",
    summary: "The quotas that accounts were given, and what all others have",
    scope: "admin",
    answer: z.object({
      standard: quota,
      quotas: z.array(z.object({ account: wireDid, ...quota.shape })),
    }),
  }),
  showQuota: defineRoute({
    method: "GET",
    path: "/v1/quotas/{did}",
    tag: "quotas",
    summary: "What an account has open here, has spent today, and may",
    scope: "admin",
    params,
    answer: usage,
  }),
  setQuota: defineRoute({
    method: "PUT",
    path: "/v1/quotas/{did}",
    tag: "quotas",
    summary: "Give an account a quota in place of what it has, from its next job on",
    scope: "admin",
    params,
    body: z.strictObject({
      openJobs: z
        .int()
        .min(0)
        .nullable()
        .default(null)
        .meta({ description: "Jobs that are not settled yet" }),
      spendPerDay: wireAmount
        .nullable()
        .default(null)
        .meta({ description: "Of each unit, what its jobs of one day (UTC) may hold" }),
    }),
    answer: usage,
  }),
  clearQuota: defineRoute({
    method: "DELETE",
    path: "/v1/quotas/{did}",
    tag: "quotas",
    summary: "Have an account go by the standard again",
    scope: "admin",
    params,
    answer: usage,
  }),
} as const;
