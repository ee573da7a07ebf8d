import { bidRecord } from "@icn-mesh/core";
import { decodeBidAnswer, encodeBidAnswer } from "@icn-mesh/runtime/testing";
import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";

/** Bids in the names of others, for nothing, under its own signature. */
export const bidSpoofer: Actor = {
  name: "BidSpoofer",
  disguise: (parts, { world, rng, host }) =>
    changeLink(parts, {
      async ask({ kind, bytes, send }) {
        const said = kind === "bid" ? decodeBidAnswer(bytes) : undefined;
        if (said?.type !== "BidSubmission") return send();
        world.counters.add("act BidSpoofer");
        const { nodes } = host.federation;
        const by = nodes[rng.below(nodes.length)]?.machine.did ?? said.bid.body.by;
        const body = { ...said.bid.body, by, price: 0n, failPrice: 0n };
        const written = bidRecord.codec.encode(body);
        const bid = { ...said.bid, body, bytes: written, sig: await parts.components.signer.sign(written) };
        await send(encodeBidAnswer({ ...said, bid }));
        return send();
      },
    }),
};
