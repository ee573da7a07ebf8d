import { getValue } from "@icn-mesh/dag";
import { bidEntry } from "../executor/mesh-tasks/bid-entry.ts";
import { BIDS } from "../job/ref-names.ts";
import type { PruneParts, Removal } from "./removal.ts";

/** A clock may have been set back meanwhile. */
const MARGIN_MS = 86_400_000;

/**
 * Bids that cannot win any more, for jobs whose hold has expired: an announcement of those is refused, so that nobody
 * can have a second bid signed for a round whose first is forgotten.
 */
export async function* oldBids(
  { storage }: Pick<PruneParts, "storage">,
  now: number,
): AsyncGenerator<Removal | undefined, void, undefined> {
  for await (const { name, cid } of storage.refs(BIDS)) {
    const entry = await getValue(storage, bidEntry.codec, cid);
    const isOver = entry.ok && Math.max(entry.value.until, entry.value.heldUntil) + MARGIN_MS < now;
    yield isOver ? { kind: "bid", refs: [{ name, cid }] } : undefined;
  }
}
