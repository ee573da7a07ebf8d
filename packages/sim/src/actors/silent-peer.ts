import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";

/** Asks and publishes as everybody does, and answers nobody while there is trouble. */
export const silentPeer: Actor = {
  name: "SilentPeer",
  disguise: (parts, { world }) =>
    changeLink(parts, {
      async answer({ answer }) {
        if (world.isHealed) return answer();
        world.counters.add("act SilentPeer");
        return null;
      },
    }),
};
