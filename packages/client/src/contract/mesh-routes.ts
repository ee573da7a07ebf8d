import { resourcesSchema } from "@icn-mesh/core";
import * as z from "zod";
import { defineRoute } from "./route.ts";
import { wireAmount, wireDid, wireMs, wireNetworkId } from "./wire-fields.ts";

const asked = { method: "GET", tag: "mesh", scope: "mesh:read" } as const;

/** What can be asked about the others in the mesh. */
export const meshRoutes = {
  showReputation: defineRoute({
    ...asked,
    path: "/v1/reputation/{did}",
    summary: "The reputation of an account, as this node counts it",
    params: z.strictObject({ did: wireDid }),
    answer: z.object({ account: wireDid, reputation: z.number() }),
  }),
  listPeers: defineRoute({
    ...asked,
    path: "/v1/peers",
    summary: "The peers that are connected now",
    answer: z.object({
      peers: z.array(
        z.object({
          did: wireDid,
          address: z.string(),
          direction: z.enum(["inbound", "outbound"]),
          score: z.number(),
          topics: z.array(z.string()),
        }),
      ),
    }),
  }),
  listNodes: defineRoute({
    ...asked,
    path: "/v1/nodes",
    summary: "The nodes that are known, by what each says of itself",
    answer: z.object({
      nodes: z.array(
        z.object({
          did: wireDid,
          roles: z.array(z.string()),
          capabilities: z.array(z.string()),
          resources: resourcesSchema,
          addresses: z.array(z.string()),
          reputation: z.number(),
        }),
      ),
    }),
  }),
  showFederation: defineRoute({
    ...asked,
    path: "/v1/federation",
    summary: "The rules of the federation that this node is in",
    answer: z.object({
      net: wireNetworkId,
      epoch: z.int(),
      guards: z.array(wireDid),
      quorum: z.int(),
      charter: z.array(wireDid),
      units: z.array(z.object({ name: z.string(), decimals: z.int(), burnBp: z.int() })),
      mint: z.object({ rate: wireAmount, cap: wireAmount, epochMs: wireMs }),
      feeBp: z.int(),
      minBudget: wireAmount,
      graceMs: wireMs,
      marginMs: wireMs,
    }),
  }),
} as const;
