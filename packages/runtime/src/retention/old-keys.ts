import type { JobId } from "@icn-mesh/core";
import { getValue } from "@icn-mesh/dag";
import { CHARGES, IDEMPOTENCY, refNames } from "../job/ref-names.ts";
import { chargeRecord } from "../quota/charge-record.ts";
import type { PruneParts, Removal } from "./removal.ts";

/** Idempotency keys of jobs that are gone, or that go with this run. */
export async function* oldKeys(
  { storage }: Pick<PruneParts, "storage">,
  going: ReadonlySet<string>,
): AsyncGenerator<Removal | undefined, void, undefined> {
  for await (const { name, cid } of storage.refs(IDEMPOTENCY)) {
    const goes = going.has(cid) || (await isGone(storage, cid as string as JobId));
    yield goes ? { kind: "key", refs: [{ name, cid }] } : undefined;
  }
}

async function isGone(storage: PruneParts["storage"], job: JobId): Promise<boolean> {
  const isOpen = (await storage.ref(refNames.job(job))) !== null;
  return !isOpen && (await storage.ref(refNames.done(job))) === null;
}

const DAY_MS = 86_400_000;

/** What settled jobs count for in the quota of a day that is over. */
export async function* oldCharges(
  { storage }: Pick<PruneParts, "storage">,
  now: number,
): AsyncGenerator<Removal | undefined, void, undefined> {
  const today = Math.floor(now / DAY_MS);
  for await (const { name, cid } of storage.refs(`${CHARGES}over/`)) {
    const charge = await getValue(storage, chargeRecord.codec, cid);
    yield charge.ok && charge.value.day < today ? { kind: "charge", refs: [{ name, cid }] } : undefined;
  }
}
