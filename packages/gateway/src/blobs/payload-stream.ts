import type { Cid, Storage } from "@icn-mesh/core";
import { readFile, sizeOfFile } from "@icn-mesh/dag";
import type { ByteStream } from "../http/handler.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";

/** The bytes of a payload that is here, as a whole or in part. */
export async function payloadStream(
  storage: Pick<Storage, "get" | "has">,
  cid: Cid,
): Promise<Answer<ByteStream>> {
  if (!(await storage.has(cid))) return refuse({ code: "GATEWAY_UNKNOWN", what: "payload" });
  return answered({
    bytes: readFile(storage, cid),
    size: await sizeOfFile(storage, cid),
    etag: cid,
    part: (range) => readFile(storage, cid, range),
  });
}
