import type { Did } from "@icn-mesh/core";
import type { MemoryNetwork } from "@icn-mesh/network";

/** True where nothing gets from one to the other. */
export type IsApart = (from: Did, to: Did) => boolean;

/** Separations that may overlap. */
export interface Cuts {
  /** Separates, besides what is separated already, until the returned undo. */
  add(isApart: IsApart): () => void;
}

/** No separations yet. */
export function createCuts(network: Pick<MemoryNetwork, "separate">): Cuts {
  const active = new Set<IsApart>();
  const apply = () =>
    network.separate((from, to) => {
      for (const isApart of active) if (isApart(from, to)) return true;
      return false;
    });

  return {
    add(isApart) {
      active.add(isApart);
      apply();
      return () => {
        active.delete(isApart);
        apply();
      };
    },
  };
}
