import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";

const LATE_MS = 2_500;

/** Bids when the window is over. */
export const slowBidder: Actor = {
  name: "SlowBidder",
  disguise: (parts, { world }) =>
    changeLink(parts, {
      async ask({ kind, send }) {
        if (kind === "bid") {
          world.counters.add("act SlowBidder");
          await parts.components.clock.after(LATE_MS);
        }
        return send();
      },
    }),
};
