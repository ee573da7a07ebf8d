import type { Rng } from "@icn-mesh/core";
import type { FaultShape } from "./fault.ts";

/** A moment at which a fault may begin. */
export function drawTime(rng: Rng, { fromMs, untilMs }: FaultShape): number {
  return fromMs + rng.below(Math.max(1, untilMs - fromMs));
}

/** One of several. */
export function drawOne<Item>(rng: Rng, items: readonly [Item, ...Item[]] | readonly Item[]): Item {
  return items[rng.below(items.length)] as Item;
}
