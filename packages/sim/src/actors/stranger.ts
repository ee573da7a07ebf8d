import { type GuardRequest, operationSlot } from "@icn-mesh/economics";
import type { Actor } from "./actor.ts";
import { untilHealed } from "./hooks/until-healed.ts";

const EVERY_MS = 2_000;

/** Asks guards once more what others have asked them, and to settle what nobody has voted for. */
export const stranger: Actor = {
  name: "Stranger",
  disguise(parts, { world, host, rng }) {
    const { guards, clock, federation } = parts.components;
    const { guards: all } = federation.constitution;
    const { requests } = host.federation.truth.overheard;
    function early(): GuardRequest {
      const victim = host.federation.nodes[rng.below(host.federation.nodes.length)] ?? host;
      const slot = operationSlot(federation.net, victim.machine.did, rng.below(8));
      return { ask: { type: "resolve", slot, votes: [] }, proofs: [] };
    }
    void untilHealed({ world, rng, clock }, EVERY_MS, async () => {
      const request = rng.below(2) === 0 ? early() : (requests[rng.below(requests.length || 1)] ?? early());
      world.counters.add("act Stranger");
      const { signal } = new AbortController();
      await Promise.all(all.map((guard) => guards.ask(guard, request, { signal })));
    });
    return parts;
  },
};
