import type { Cid } from "@icn-mesh/core";
import { putFile } from "@icn-mesh/dag";
import { type KeepParts, type KeptPayload, keeping, keepPayload } from "./keep-payload.ts";

/** Stores a file and keeps it. */
export async function putPayload(
  parts: KeepParts,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Cid> {
  const stored: KeptPayload[] = [];
  const file = await putFile(parts, source, {
    keep({ cid, bytes }) {
      stored.push({ root: cid, bytes });
      return keeping(parts.clock, { root: cid, bytes });
    },
  });
  if (file.ok) return file.cid;
  // It was here before, and is wanted again.
  for (const payload of stored) await keepPayload(parts, payload);
  return stored[0]?.root ?? putPayload(parts, source);
}
