import type { Actor } from "./actor.ts";
import { type Asked, changeLink } from "./hooks/change-link.ts";
import { oneIn } from "./hooks/one-in.ts";

const MOST_KEPT = 32;

/** Says everything twice, and now and then once more something that it said before. */
export const replayer: Actor = {
  name: "Replayer",
  disguise(parts, { world, rng }) {
    const said: Asked[] = [];
    return changeLink(parts, {
      async ask(asked) {
        said.push(asked);
        if (said.length > MOST_KEPT) said.shift();
        const before = said[rng.below(said.length)];
        world.counters.add("act Replayer");
        await (oneIn(rng, 2) ? before?.send() : asked.send());
        return asked.send();
      },
    });
  },
};
