import { type Bid, bidRecord, readRecord, type Signed, type Storage } from "@icn-mesh/core";
import { refNames } from "../../job/ref-names.ts";
import { bidEntry } from "./bid-entry.ts";

/**
 * Makes a bid durable before it is sent. Where this executor has bid in the round before, that bid is the one that
 * counts, in a restart too: nobody is ever shown two.
 */
export async function keepBid(storage: Storage, bid: Signed<Bid>): Promise<Signed<Bid> | undefined> {
  const { job, round, by } = bid.body;
  const name = refNames.bid(by, job, round);
  const bytes = bidEntry.codec.encode({ t: "icn-mesh/own-bid/1", bid: { cid: bid.cid, sig: bid.sig } });
  const blocks = [{ bytes: bid.bytes }, { bytes }];
  const result = await storage.commit({
    blocks,
    refs: [{ name, expect: null, to: bidEntry.cidOf(bytes) }],
  });
  if (result.ok) return bid;
  const entry = result.actual && (await storage.get(result.actual));
  if (!entry) return undefined;
  const link = bidEntry.codec.parse(entry).bid;
  const before = await storage.get(link.cid);
  const read = before && readRecord(bidRecord, before, link.sig);
  return read?.ok ? read.value : undefined;
}
