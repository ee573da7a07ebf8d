import { name } from "@icn-mesh/core";
import * as z from "zod";
import { defineRoute } from "./route.ts";
import { SCOPES, scopeSchema } from "./scopes.ts";
import { wireDid, wireMs } from "./wire-fields.ts";

const key = z.object({
  id: z.string(),
  name: z.string(),
  principal: z.string().nullable(),
  /** Whose mana its jobs cost. */
  account: wireDid,
  scopes: z.array(scopeSchema),
  createdAt: wireMs,
  expiresAt: wireMs.nullable(),
});

/** What can be asked about API keys. */
export const keyRoutes = {
  listApiKeys: defineRoute({
    method: "GET",
    path: "/v1/api-keys",
    tag: "keys",
    summary: "The API keys there are",
    scope: "admin",
    answer: z.object({ keys: z.array(key) }),
  }),
  createApiKey: defineRoute({
    method: "POST",
    path: "/v1/api-keys",
    tag: "keys",
    summary: "Make an API key; its secret is shown this once",
    scope: "admin",
    body: z.strictObject({
      name: z.string().min(1).max(128),
      principal: name()
        .nullable()
        .optional()
        .meta({ description: "Whose account it acts for: its own when not given, the node's for null" }),
      scopes: z.array(scopeSchema).min(1).max(SCOPES.length),
      expiresInMs: wireMs.min(1000).max(315_360_000_000).optional(),
    }),
    answer: z.object({ key, secret: z.string() }),
    status: 201,
  }),
  revokeApiKey: defineRoute({
    method: "DELETE",
    path: "/v1/api-keys/{id}",
    tag: "keys",
    summary: "End an API key, from the next request on",
    scope: "admin",
    params: z.strictObject({ id: name(32) }),
    answer: z.object({ revoked: z.literal(true) }),
  }),
} as const;
