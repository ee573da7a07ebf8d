import { type Cid, type Codec, openAnyRecord, type Storage, sealEnvelope } from "@icn-mesh/core";
import { getValue } from "@icn-mesh/dag";
import { type AidAnswer, type AidOffer, aidAnswerEntry, aidOfferEntry, isAid } from "../aid/aid-records.ts";
import { AID } from "../job/ref-names.ts";
import type { PruneParts, Removal } from "./removal.ts";

/** A clock may have been set back meanwhile. */
const MARGIN_MS = 86_400_000;
const NO_SIGNATURE = new Uint8Array(64);

/**
 * Offers that have expired, and answers once the request and the template have: an expired request is taken by no
 * registry, so that nobody can have it answered twice, and an answer counts in its offer as long as that lasts.
 */
export async function* oldAid(
  { storage }: Pick<PruneParts, "storage">,
  now: number,
): AsyncGenerator<Removal | undefined, void, undefined> {
  for await (const { name, cid } of storage.refs(AID)) {
    const entry =
      (await valueAt(storage, aidAnswerEntry.codec, cid)) ??
      (await valueAt(storage, aidOfferEntry.codec, cid));
    const expiries = await Promise.all((entry === undefined ? [] : promisesIn(entry)).map(expiryOf(storage)));
    const isOver = expiries.length > 0 && expiries.every((expiresAt) => expiresAt + MARGIN_MS < now);
    yield isOver ? { kind: "aid", refs: [{ name, cid }] } : undefined;
  }
}

async function valueAt<Value>(
  storage: Pick<Storage, "get">,
  codec: Codec<Value>,
  cid: Cid,
): Promise<Value | undefined> {
  const found = await getValue(storage, codec, cid);
  return found.ok ? found.value : undefined;
}

function promisesIn(entry: AidAnswer | AidOffer): readonly Cid[] {
  return entry.t === "icn-mesh/aid-answer/1" ? [entry.request, entry.template] : [entry.template];
}

/** Its signature was verified when it came in. What cannot be read never ends. */
function expiryOf(storage: Pick<Storage, "get">): (cid: Cid) => Promise<number> {
  return async (cid) => {
    const bytes = await storage.get(cid);
    const record = bytes && openAnyRecord(sealEnvelope(NO_SIGNATURE, bytes));
    return record?.ok && isAid(record.value) ? record.value.body.expiresAt : Number.POSITIVE_INFINITY;
  };
}
