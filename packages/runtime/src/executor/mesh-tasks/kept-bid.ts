import { type Assignment, bidRecord, type Cid, type Clock, jobRecord, type Storage } from "@icn-mesh/core";
import { getRecord } from "@icn-mesh/dag";
import { refNames } from "../../job/ref-names.ts";
import type { OpenBid } from "./accept-offer.ts";
import { bidEntry } from "./bid-entry.ts";

/** What it takes to read bids that were written. */
export interface KeptBidParts {
  readonly storage: Storage;
  readonly clock: Pick<Clock, "monotonic" | "now">;
}

/** A bid as it was written with the entry of this CID; undefined where that, or what it links to, is not here. */
export async function readBid({ storage, clock }: KeptBidParts, entry: Cid): Promise<OpenBid | undefined> {
  const bytes = await storage.get(entry);
  if (bytes === undefined) return undefined;
  const { bid: bidLink, job: jobLink, until } = bidEntry.codec.parse(bytes);
  const bid = await getRecord(storage, bidRecord, bidLink);
  const job = await getRecord(storage, jobRecord, jobLink);
  if (!bid.ok || !job.ok) return undefined;
  return { bid: bid.value, job: job.value, until: clock.monotonic() + until - clock.now() };
}

/** The bid that an assignment names, if this executor has written it, its time is not over, and nothing came of it yet. */
export async function keptBid(
  parts: KeptBidParts,
  { bid: cid, executor, job }: Pick<Assignment, "bid" | "executor" | "job">,
): Promise<OpenBid | undefined> {
  const { storage, clock } = parts;
  if ((await storage.ref(refNames.worked(cid))) !== null) return undefined;
  const bytes = await storage.get(cid);
  const decoded = bytes && bidRecord.codec.decode(bytes);
  if (!decoded?.ok) return undefined;
  const entry = await storage.ref(refNames.bid(executor, job, decoded.value.round));
  const open = entry === null ? undefined : await readBid(parts, entry);
  return open?.bid.cid === cid && open.until > clock.monotonic() ? open : undefined;
}
