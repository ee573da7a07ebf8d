import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";

/** A moment before the windows of the simulator's jobs close. */
const AT_LAST_MS = 1_950;

/** Bids at the last moment, when nobody can bid less any more. */
export const sniper: Actor = {
  name: "Sniper",
  disguise: (parts, { world }) =>
    changeLink(parts, {
      async ask({ kind, send }) {
        if (kind === "bid") {
          world.counters.add("act Sniper");
          await parts.components.clock.after(AT_LAST_MS);
        }
        return send();
      },
    }),
};
