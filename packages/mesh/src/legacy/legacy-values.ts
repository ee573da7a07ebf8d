import { type Cid, cidFromBytes, type JobKind } from "@icn-mesh/core";
import type { LegacyCid, LegacyKind } from "./legacy-job.ts";

/** SHA-256, and the length of its digest. */
const MULTIHASH = [0x12, 32] as const;

/** The CID with the length byte that the original leaves out. */
export function cidFromLegacy(cid: LegacyCid): Cid {
  if (typeof cid === "string") return cid;
  return cidFromBytes(Uint8Array.of(cid.version, cid.codec, ...MULTIHASH, ...cid.hash_bytes));
}

/** The kind of work, under the name that this mesh has for it. */
export function kindFromLegacy(kind: LegacyKind): JobKind {
  if (typeof kind === "object") return { type: "echo", params: { payload: kind.Echo.payload } };
  switch (kind) {
    case "CclWasm":
      return { type: "ccl-wasm", params: {} };
    case "GenericPlaceholder":
      return { type: "generic-placeholder", params: {} };
  }
}
