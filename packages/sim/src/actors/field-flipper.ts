import type { Rng } from "@icn-mesh/core";
import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";
import { oneIn } from "./hooks/one-in.ts";

/** Flips one bit of something that it says, now and then: a number, a name or a signature is another then. */
export const fieldFlipper: Actor = {
  name: "FieldFlipper",
  disguise(parts, { world, rng }) {
    function flipped(bytes: Uint8Array): Uint8Array {
      if (bytes.length === 0 || !oneIn(rng, 3)) return bytes;
      world.counters.add("act FieldFlipper");
      return flipBit(bytes, rng);
    }
    return changeLink(parts, {
      ask: ({ bytes, send }) => send(flipped(bytes)),
      publish: ({ bytes, publish }) => publish(flipped(bytes)),
    });
  },
};

function flipBit(bytes: Uint8Array, rng: Rng): Uint8Array {
  const at = rng.below(bytes.length);
  return bytes.map((byte, index) => (index === at ? byte ^ (1 << rng.below(8)) : byte));
}
