import { readFile, sizeOfFile } from "@icn-mesh/dag";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { answered, refuse } from "../http/refusal.ts";
import { countBytes } from "./count-bytes.ts";

/** Handles payloads. */
export function blobHandlers(
  { context }: Pick<GatewayComponents, "context">,
  { maxBytes }: { readonly maxBytes: number },
): Handlers<"getBlob" | "putBlob"> {
  const { storage } = context;
  return {
    async putBlob({ body }) {
      const counted = countBytes(body, maxBytes);
      const cid = await context.putInput(counted.bytes);
      return answered({ cid, bytes: counted.count });
    },
    async getBlob({ params: { cid } }) {
      if (!(await storage.has(cid))) return refuse({ code: "GATEWAY_UNKNOWN", what: "payload" });
      return answered({ bytes: readFile(storage, cid), size: await sizeOfFile(storage, cid), etag: cid });
    },
  };
}
