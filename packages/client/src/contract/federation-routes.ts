import * as z from "zod";
import { defineRoute } from "./route.ts";
import { wireNetworkId } from "./wire-fields.ts";

const change = { tag: "federations", scope: "admin" } as const;
const count = z.int().min(0);

/** What can be asked of a node about the federations that it is in, and about what it keeps of them. */
export const federationRoutes = {
  listFederations: defineRoute({
    method: "GET",
    path: "/v1/federations",
    tag: "federations",
    summary: "The federations that this node is in, its home first",
    scope: "mesh:read",
    answer: z.object({
      federations: z.array(
        z.object({
          net: wireNetworkId,
          /** True for the one that the node cannot leave, and that all other routes are about. */
          isHome: z.boolean(),
          isMember: z.boolean(),
          isGuard: z.boolean(),
          /** Jobs and assignments about which something is owed. */
          open: count,
        }),
      ),
    }),
  }),
  joinFederation: defineRoute({
    ...change,
    method: "POST",
    path: "/v1/federations",
    summary: "Be in one more federation from now on",
    body: z.strictObject({
      records: z
        .array(z.string().min(1).max(262_144))
        .min(1)
        .max(16)
        .meta({ description: "A constitution, and a membership and deposits for this node, as letters" }),
    }),
    answer: z.object({ net: wireNetworkId, isNew: z.boolean() }),
  }),
  leaveFederation: defineRoute({
    ...change,
    method: "DELETE",
    path: "/v1/federations/{net}",
    summary: "Be in a federation no more; refused while something is open there",
    params: z.strictObject({ net: wireNetworkId }),
    answer: z.object({ net: wireNetworkId }),
  }),
  pruneStore: defineRoute({
    ...change,
    method: "POST",
    path: "/v1/retention/prune",
    summary: "Remove what is over its time, or tell what would go",
    body: z.strictObject({ dryRun: z.boolean().default(false) }),
    answer: z.object({
      pruned: z.array(
        z.object({
          net: wireNetworkId,
          /** How many things of each kind. */
          gone: z.record(z.string(), count),
          /** What nothing keeps then. */
          garbage: z.object({ blocks: count, bytes: count }),
        }),
      ),
    }),
  }),
} as const;
