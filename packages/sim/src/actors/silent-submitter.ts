import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";

const REPORTS: ReadonlySet<string> = new Set(["progress", "checkpoint", "partial", "receipt"]);

/** Lets others work for it, and does not hear what came of it while there is trouble: they have to be paid without it. */
export const silentSubmitter: Actor = {
  name: "SilentSubmitter",
  disguise: (parts, { world }) =>
    changeLink(parts, {
      async answer({ kind, answer }) {
        if (!REPORTS.has(kind) || world.isHealed) return answer();
        world.counters.add("act SilentSubmitter");
        return null;
      },
    }),
};
