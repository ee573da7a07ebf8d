import type { Bid, Job, Signed } from "@icn-mesh/core";
import { refNames } from "../../job/ref-names.ts";
import type { OpenBid } from "./accept-offer.ts";
import { bidEntry } from "./bid-entry.ts";
import { type KeptBidParts, readBid } from "./kept-bid.ts";

/** A job, and until when mana is held for it: after that nobody bids for it. */
export interface HeldJob {
  readonly job: Signed<Job>;
  readonly heldUntil: number;
}

/**
 * Makes a bid durable before it is sent, with the job that it is for, so that it can be accepted after a restart. Where
 * this executor has bid in the round before, that bid is the one that counts: nobody is ever shown two.
 */
export async function keepBid(
  parts: KeptBidParts,
  bid: Signed<Bid>,
  { job, heldUntil }: HeldJob,
): Promise<OpenBid | undefined> {
  const { storage, clock } = parts;
  const forMs = bid.body.validForMs + job.body.maxExecutionMs;
  const bytes = bidEntry.codec.encode({
    t: "icn-mesh/own-bid/1",
    bid: { cid: bid.cid, sig: bid.sig },
    job: { cid: job.cid, sig: job.sig },
    until: clock.now() + forMs,
    heldUntil,
  });
  const name = refNames.bid(bid.body.by, bid.body.job, bid.body.round);
  const result = await storage.commit({
    blocks: [{ bytes: bid.bytes }, { bytes: job.bytes }, { bytes }],
    refs: [{ name, expect: null, to: bidEntry.cidOf(bytes) }],
  });
  if (result.ok) return { bid, job, until: clock.monotonic() + forMs };
  return result.actual === null ? undefined : readBid(parts, result.actual);
}
