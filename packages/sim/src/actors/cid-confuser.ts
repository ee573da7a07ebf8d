import type { Actor } from "./actor.ts";

/** Gives other bytes than it is asked for. */
export const cidConfuser: Actor = {
  name: "CidConfuser",
  serve(block, { world }) {
    if (block === undefined) return undefined;
    world.counters.add("act CidConfuser");
    return block.map((byte) => byte ^ 1);
  },
};
