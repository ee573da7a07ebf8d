import { bidRecord, signRecord } from "@icn-mesh/core";
import { decodeBidAnswer, encodeBidAnswer } from "@icn-mesh/runtime/testing";
import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";

/** Makes two bids in one round, and wants to be held to the dearer of them. */
export const bidEquivocator: Actor = {
  name: "BidEquivocator",
  disguise: (parts, { world }) =>
    changeLink(parts, {
      async ask({ kind, bytes, send }) {
        const said = kind === "bid" ? decodeBidAnswer(bytes) : undefined;
        if (said?.type !== "BidSubmission") return send();
        world.counters.add("act BidEquivocator");
        const other = { ...said.bid.body, price: 2n * said.bid.body.price + 1n };
        const bid = await signRecord(bidRecord, other, parts.components.signer);
        await send();
        return send(encodeBidAnswer({ ...said, bid }));
      },
    }),
};
