import type { Actor } from "./actor.ts";
import { type Asked, changeLink } from "./hooks/change-link.ts";

const LATER_MS = 20_000;
const MOST_WAITING = 64;

/** Says everything once more much later, when it has long been over, or trouble has. */
export const lateReplayer: Actor = {
  name: "LateReplayer",
  disguise(parts, { world }) {
    const { clock } = parts.components;
    let waiting = 0;
    async function sayAgain({ send }: Asked): Promise<void> {
      waiting += 1;
      await clock.after(LATER_MS);
      waiting -= 1;
      world.counters.add("act LateReplayer");
      await send();
    }
    return changeLink(parts, {
      ask(asked) {
        if (waiting < MOST_WAITING) sayAgain(asked).catch(() => undefined);
        return asked.send();
      },
    });
  },
};
