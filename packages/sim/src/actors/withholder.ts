import type { Actor } from "./actor.ts";

/** Says that it has a result, and gives it to nobody. */
export const withholder: Actor = {
  name: "Withholder",
  serve(block, { world }) {
    if (block !== undefined) world.counters.add("act Withholder");
    return undefined;
  },
};
