import {
  type AnyBody,
  type Cid,
  openAnyRecord,
  type Signed,
  type SignedLink,
  type Storage,
  sealEnvelope,
} from "@icn-mesh/core";
import { RuntimeError } from "../errors.ts";

/** A block that this node wrote; throws `RUNTIME_BLOCK_MISSING` where the store has lost it. */
export async function ownBlock(storage: Storage, cid: Cid): Promise<Uint8Array> {
  const bytes = await storage.get(cid);
  if (bytes !== undefined) return bytes;
  throw new RuntimeError("a block of our own is missing", { code: "RUNTIME_BLOCK_MISSING", cid });
}

/** A fact of any kind that this node wrote; throws `RUNTIME_BOOK_DAMAGED` for anything else. */
export async function ownFact(storage: Storage, { cid, sig }: SignedLink): Promise<Signed<AnyBody>> {
  const opened = openAnyRecord(sealEnvelope(sig, await ownBlock(storage, cid)));
  if (opened.ok) return opened.value;
  throw new RuntimeError("not a fact", { code: "RUNTIME_BOOK_DAMAGED", job: cid });
}
