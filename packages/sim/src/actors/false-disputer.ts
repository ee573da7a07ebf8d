import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";

/** Disputes whatever it is told of a quorum: to be outvoted is never right. */
export const falseDisputer: Actor = {
  name: "FalseDisputer",
  disguise: (parts, { world }) =>
    changeLink(parts, {
      async answer({ kind, answer }) {
        if (kind !== "appeal") return answer();
        world.counters.add("act FalseDisputer");
        await answer();
        return new Uint8Array(0);
      },
    }),
};
