import * as z from "zod";
import { defineRoute } from "./route.ts";
import { wireCid, wireJson } from "./wire-fields.ts";

const params = z.strictObject({ cid: wireCid });
const asked = { method: "GET", tag: "dag", scope: "mesh:read", params } as const;
const bounds = z.strictObject({
  depth: z.coerce.number().int().min(0).max(100_000).default(1000),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
});

/** What can be asked about blocks. */
export const dagRoutes = {
  getBlock: defineRoute({
    ...asked,
    path: "/v1/dag/{cid}",
    summary: "The bytes of a block, which have the CID that they are asked for by",
    answer: "bytes",
  }),
  showBlock: defineRoute({
    ...asked,
    path: "/v1/dag/{cid}/json",
    summary: "A block as DAG-JSON, and the links that its history keeps",
    answer: z.object({ cid: wireCid, bytes: z.int(), data: wireJson, keeps: z.array(wireCid) }),
  }),
  walkDag: defineRoute({
    ...asked,
    path: "/v1/dag/{cid}/walk",
    summary: "What a block reaches over the links that are kept, the nearest first",
    query: bounds,
    answer: z.object({
      blocks: z.array(z.object({ cid: wireCid, depth: z.int(), bytes: z.int() })),
      missing: z.array(wireCid),
      /** True where there is more than the bounds let through. */
      cut: z.boolean(),
    }),
  }),
  exportDag: defineRoute({
    ...asked,
    path: "/v1/dag/{cid}/car",
    summary: "The same blocks as a CAR; what is missing here is left out",
    query: bounds,
    answer: "car",
  }),
} as const;
