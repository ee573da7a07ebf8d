import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { answered } from "../http/refusal.ts";
import { countBytes } from "./count-bytes.ts";
import { payloadStream } from "./payload-stream.ts";

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
    getBlob: ({ params: { cid } }) => payloadStream(storage, cid),
  };
}
