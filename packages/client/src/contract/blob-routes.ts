import * as z from "zod";
import { defineRoute } from "./route.ts";
import { wireCid } from "./wire-fields.ts";

/** What can be asked about payloads. */
export const blobRoutes = {
  putBlob: defineRoute({
    method: "POST",
    path: "/v1/blobs",
    tag: "blobs",
    summary: "Store bytes; a spec names them by the CID",
    scope: "blobs:write",
    body: "bytes",
    answer: z.object({ cid: wireCid, bytes: z.int() }),
    status: 201,
  }),
  getBlob: defineRoute({
    method: "GET",
    path: "/v1/blobs/{cid}",
    tag: "blobs",
    summary: "The bytes of a payload",
    scope: "blobs:read",
    params: z.strictObject({ cid: wireCid }),
    answer: "bytes",
    ranged: true,
  }),
} as const;
