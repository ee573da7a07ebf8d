import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";
import { oneIn } from "./hooks/one-in.ts";
import { sayOtherwise } from "./hooks/say-otherwise.ts";

/** Signs right bodies in a form that no encoder of the protocol writes: a reader that takes them has two CIDs for one thing. */
export const nonCanonicalEncoder: Actor = {
  name: "NonCanonicalEncoder",
  disguise(parts, { world, rng }) {
    const { signer } = parts.components;
    async function inOtherWords(bytes: Uint8Array): Promise<Uint8Array> {
      if (!oneIn(rng, 3)) return bytes;
      world.counters.add("act NonCanonicalEncoder");
      return sayOtherwise(signer, bytes, withLongHead);
    }
    return changeLink(parts, {
      ask: async ({ bytes, send }) => send(await inOtherWords(bytes)),
      publish: async ({ bytes, publish }) => publish(await inOtherWords(bytes)),
    });
  },
};

const MAP = 0xa0;
const LARGEST_SHORT_MAP = 0xb7;
const MAP_WITH_LENGTH = 0xb8;

/** The length of the map in a byte of its own, where the head has room for it. */
function withLongHead(body: Uint8Array): Uint8Array {
  const [head = 0] = body;
  if (head < MAP || head > LARGEST_SHORT_MAP) return body;
  return Uint8Array.of(MAP_WITH_LENGTH, head - MAP, ...body.subarray(1));
}
