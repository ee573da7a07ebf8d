import type { Actor } from "./actor.ts";
import { bidAsOthers } from "./hooks/bid-as-others.ts";
import { changeLink } from "./hooks/change-link.ts";

const SWARM = 4;

/** Bids less under names that it has just made up, and nobody answers for them. */
export const sybilSwarm: Actor = {
  name: "SybilSwarm",
  disguise(parts, { world, host }) {
    let made = 0;
    return changeLink(parts, {
      async ask(asked) {
        const names = Array.from({ length: SWARM }, () => `${host.plan.name} sybil ${made++}`);
        const bids = await bidAsOthers(asked, names.map(world.keys.signer));
        if (bids > 0) world.counters.add("act SybilSwarm", bids);
        return asked.send();
      },
    });
  },
};
