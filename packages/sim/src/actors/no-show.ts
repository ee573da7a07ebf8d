import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";

/** Bids for everything, and does not accept what it is given. */
export const noShow: Actor = {
  name: "NoShow",
  disguise: (parts, { world }) =>
    changeLink(parts, {
      async answer({ kind, answer }) {
        if (kind !== "assign") return answer();
        world.counters.add("act NoShow");
        return null;
      },
    }),
};
