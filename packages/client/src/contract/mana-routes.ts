import { name } from "@icn-mesh/core";
import * as z from "zod";
import { defineRoute } from "./route.ts";
import { wireAmount, wireChange, wireCid, wireDid, wireJobId } from "./wire-fields.ts";

const unit = name().default("mana");
const balance = z.object({
  account: wireDid,
  unit: z.string(),
  /** What can be held, given or burned; of it, what was granted pays for work only. */
  free: wireAmount,
  grant: wireAmount,
  earned: wireAmount,
  held: wireAmount,
  due: wireAmount,
});
const move = z.object({
  /** The number of the operation in the account's chain, and the place in it. */
  seq: z.int(),
  index: z.int(),
  type: z.enum(["transfer", "receive", "hold", "regenerate", "burn"]),
  /** Of what was received, why it was paid. */
  reason: z.string(),
  unit: z.string(),
  /** Null for what was regenerated, whose amount follows from the whole chain. */
  change: wireChange.nullable(),
  to: wireDid.optional(),
  job: wireJobId.optional(),
  assignment: wireCid.optional(),
  slot: z.string().optional(),
});

/** What can be asked about mana. */
export const manaRoutes = {
  showBalance: defineRoute({
    method: "GET",
    path: "/v1/mana",
    tag: "mana",
    summary: "What the caller's account has",
    scope: "mana:read",
    query: z.strictObject({ unit }),
    answer: balance,
  }),
  manaHistory: defineRoute({
    method: "GET",
    path: "/v1/mana/history",
    tag: "mana",
    summary: "What the caller's account has done and received, the newest first",
    scope: "mana:read",
    query: z.strictObject({
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(500)
        .default(50)
        .meta({ description: "Operations, of several moves each" }),
      before: z.coerce.number().int().min(0).optional().meta({ description: "`next` of the page before" }),
    }),
    answer: z.object({ account: wireDid, moves: z.array(move), next: z.int().nullable() }),
  }),
  showAccountBalance: defineRoute({
    method: "GET",
    path: "/v1/mana/{did}",
    tag: "mana",
    summary: "What an account has, as far as this node knows",
    scope: "mana:read",
    params: z.strictObject({ did: wireDid }),
    query: z.strictObject({ unit }),
    answer: balance,
  }),
  showAccountHead: defineRoute({
    method: "GET",
    path: "/v1/mana/{did}/head",
    tag: "mana",
    summary: "What the next operation of an account has to say of itself, as the guards know it",
    scope: "mana:read",
    params: z.strictObject({ did: wireDid }),
    answer: z.object({ account: wireDid, seq: z.int(), prev: wireCid.nullable() }),
  }),
  transferMana: defineRoute({
    method: "POST",
    path: "/v1/mana/transfer",
    tag: "mana",
    summary: "Give to another account",
    scope: "mana:write",
    body: z.strictObject({ to: wireDid, amount: wireAmount, unit, memo: z.string().max(128).optional() }),
    answer: z.object({ slot: z.string(), index: z.int(), isNew: z.boolean() }),
    idempotent: true,
  }),
} as const;
