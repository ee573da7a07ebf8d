import type { Did, Rng } from "@icn-mesh/core";
import type { World } from "../world/world.ts";
import { drawOne, drawTime } from "./draw-time.ts";
import { listIn, textIn } from "./event-args.ts";
import type { Fault, FaultShape } from "./fault.ts";

const SHAPES = ["one", "half", "any"] as const;
const WAYS = ["both", "both", "out", "in"] as const;

/** Cuts some machines off from all others: one, a half, or any; both ways, or one way alone. */
export const partition: Fault = {
  kind: "partition",
  draw(rng, shape) {
    const longest = 1_000 + rng.below(shape.untilMs - shape.fromMs);
    return Array.from({ length: 1 + rng.below(6) }, () => ({
      at: drawTime(rng, shape),
      forMs: 1 + rng.below(longest),
      kind: "partition",
      args: { side: [...drawSide(rng, shape)], way: drawOne(rng, WAYS) },
    }));
  },
  begin(world, event) {
    const side = didsOf(world, listIn(event, "side"));
    const way = textIn(event, "way");
    return world.cuts.add((from, to) => {
      if (side.has(from) === side.has(to)) return false;
      return way === "both" || side.has(way === "out" ? from : to);
    });
  },
};

function drawSide(rng: Rng, { machines }: FaultShape): readonly string[] {
  const shape = drawOne(rng, SHAPES);
  if (shape === "one") return [drawOne(rng, machines)];
  if (shape === "any") return machines.filter(() => rng.below(2) === 0);
  const from = rng.below(machines.length);
  return [...machines, ...machines].slice(from, from + Math.floor(machines.length / 2));
}

function didsOf({ machines }: World, names: readonly string[]): ReadonlySet<Did> {
  return new Set(names.flatMap((name) => machines.get(name)?.did ?? []));
}
