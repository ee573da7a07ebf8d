import type { Rng } from "@icn-mesh/core";

/** Some of them, drawn by lot, at least one. */
export function someOf<Item>(items: readonly Item[], rng: Rng): readonly Item[] {
  const some = items.filter(() => rng.below(3) > 0);
  return some.length > 0 ? some : items.slice(0, 1);
}

/** One of them, drawn by lot. */
export function oneOf<Item>(items: readonly Item[], rng: Rng): Item | undefined {
  return items.length === 0 ? undefined : items[rng.below(items.length)];
}
