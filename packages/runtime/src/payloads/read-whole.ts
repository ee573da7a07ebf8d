import type { Cid, Storage } from "@icn-mesh/core";
import { readFile } from "@icn-mesh/dag";
import { joinBytes } from "./join-bytes.ts";

/** A file that is here, in one piece; it throws as `readFile` does. */
export async function readWhole(
  storage: Pick<Storage, "get">,
  cid: Cid,
  maxBytes: number,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readFile(storage, cid, { maxBytes })) pieces.push(piece);
  return joinBytes(pieces);
}
