import type { Rng } from "@icn-mesh/core";
import type { VirtualTime } from "@icn-mesh/core/testing";
import type { Counters } from "../counters.ts";
import type { Faults } from "./faults.ts";

/** What can be cut, and by whose chance. */
export interface CutComponents {
  readonly kernel: VirtualTime;
  readonly faults: Faults;
  readonly rng: Rng;
  readonly counters: Counters;
  readonly network: { cut(isApart: ((name: string) => boolean) | undefined): void };
}

/** Cuts the world in two again and again, each time elsewhere, and heals it in between, for as long as trouble lasts. */
export function cutLines(
  { kernel, faults, rng, counters, network }: CutComponents,
  names: readonly string[],
): void {
  const lot = rng.fork("cuts");
  if (faults.partitionMs > 0) kernel.after(lot.below(faults.partitionMs), cut);

  function cut(): void {
    if (faults.isOver) return;
    const apart = new Set(names.filter(() => lot.below(2) === 0));
    network.cut((name) => apart.has(name));
    counters.add("partitions");
    kernel.after(1 + lot.below(faults.partitionMs), heal);
  }

  function heal(): void {
    if (faults.isOver) return;
    network.cut(undefined);
    kernel.after(1 + lot.below(faults.partitionMs), cut);
  }
}
