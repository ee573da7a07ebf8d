import { bidRecord, type Signer, signRecord } from "@icn-mesh/core";
import { decodeBidAnswer, encodeBidAnswer } from "@icn-mesh/runtime/testing";
import type { Asked } from "./change-link.ts";

/** Sends a bid of its own once more under each of these keys, at a lower price; nothing where it is no bid. */
export async function bidAsOthers({ kind, bytes, send }: Asked, keys: readonly Signer[]): Promise<number> {
  const said = kind === "bid" ? decodeBidAnswer(bytes) : undefined;
  if (said?.type !== "BidSubmission") return 0;
  for (const key of keys) {
    const { price, failPrice } = said.bid.body;
    const body = { ...said.bid.body, by: key.did, price: price / 2n, failPrice: failPrice / 2n };
    await send(encodeBidAnswer({ ...said, bid: await signRecord(bidRecord, body, key) }));
  }
  return keys.length;
}
