import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";
import { oneIn } from "./hooks/one-in.ts";
import { sayOtherwise } from "./hooks/say-otherwise.ts";

/** Says some things as a version before the first would: with types that nobody knows. */
export const oldVersionNode: Actor = {
  name: "OldVersionNode",
  disguise(parts, { world, rng }) {
    const { signer } = parts.components;
    async function asBefore(bytes: Uint8Array): Promise<Uint8Array> {
      if (!oneIn(rng, 3)) return bytes;
      world.counters.add("act OldVersionNode");
      return sayOtherwise(signer, bytes, withOldType);
    }
    return changeLink(parts, {
      ask: async ({ bytes, send }) => send(await asBefore(bytes)),
      publish: async ({ bytes, publish }) => publish(await asBefore(bytes)),
    });
  },
};

const [SLASH, ONE, ZERO] = new TextEncoder().encode("/10");

/** The first `/1` is in the type, `icn/bid/1`, or in one that a body begins with. */
function withOldType(body: Uint8Array): Uint8Array {
  const at = body.findIndex((byte, index) => byte === SLASH && body[index + 1] === ONE);
  return at < 0 ? body : body.with(at + 1, ZERO ?? 0);
}
