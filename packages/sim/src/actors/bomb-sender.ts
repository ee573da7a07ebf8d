import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";
import { oneIn } from "./hooks/one-in.ts";

const ARRAY_OF_ONE = 0x81;
/** As much as every stream and every topic takes. */
const BOMB = new Uint8Array(1024).fill(ARRAY_OF_ONE);

/** Sends lists in lists in lists instead of some of what it has to say. */
export const bombSender: Actor = {
  name: "BombSender",
  disguise(parts, { world, rng }) {
    function armed(bytes: Uint8Array): Uint8Array {
      if (!oneIn(rng, 3)) return bytes;
      world.counters.add("act BombSender");
      return BOMB;
    }
    return changeLink(parts, {
      ask: ({ bytes, send }) => send(armed(bytes)),
      publish: ({ bytes, publish }) => publish(armed(bytes)),
    });
  },
};
