import { type Cid, codecOf } from "@icn-mesh/core";
import { decode } from "@ipld/dag-cbor";

/** What this node writes for itself: keys, quotas, webhooks and its like, none of which ever travels. */
const OWN_TYPES = "icn-mesh/";

/** True for a record that is for nobody but the node and its operator. */
export function isPrivate({ cid, bytes }: { readonly cid: Cid; readonly bytes: Uint8Array }): boolean {
  if (codecOf(cid) !== "dag-cbor") return false;
  const type = typeIn(bytes);
  return typeof type === "string" && type.startsWith(OWN_TYPES);
}

function typeIn(bytes: Uint8Array): unknown {
  try {
    const data: unknown = decode(bytes);
    return typeof data === "object" && data !== null && "t" in data ? data.t : undefined;
  } catch {
    return undefined; // a block of somebody else's format, which is no record
  }
}
