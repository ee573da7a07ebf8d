import { RuntimeError } from "@icn-mesh/runtime";
import type { Actor } from "./actor.ts";
import { changeGuards } from "./hooks/change-guards.ts";

/** Tells what it wants to some guards alone, to others with every operation. */
export const partialSender: Actor = {
  name: "PartialSender",
  disguise: (parts, { world, rng, host }) =>
    changeGuards(parts, async ({ guard, request, send }) => {
      const isAsked = host.federation.guardKeys.length === 1 || rng.below(3) > 0;
      if (isAsked || request.ask.type === "learn" || world.isHealed) return send();
      world.counters.add("act PartialSender");
      throw new RuntimeError("a guard is not asked", { code: "RUNTIME_GUARD_SILENT", guard });
    }),
};
