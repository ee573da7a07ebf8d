import type { Actor } from "./actor.ts";
import { bidAsOthers } from "./hooks/bid-as-others.ts";
import { changeLink } from "./hooks/change-link.ts";

/** Wants all replicas of a job: it bids under the same few names each time, with a membership that is another's. */
export const sybilReplicas: Actor = {
  name: "SybilReplicas",
  disguise(parts, { world, host }) {
    const keys = [0, 1].map((index) => world.keys.signer(`${host.plan.name} replica ${index}`));
    return changeLink(parts, {
      async ask(asked) {
        const bids = await bidAsOthers(asked, keys);
        if (bids > 0) world.counters.add("act SybilReplicas", bids);
        return asked.send();
      },
    });
  },
};
