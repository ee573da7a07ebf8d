import type { Clock, Did, Rng } from "@icn-mesh/core";
import { type LinkFaults, NO_FAULTS } from "./link-faults.ts";

/** What lies between the nodes of a memory network, and may be changed while it runs. */
export interface MemoryLinks {
  readonly clock: Clock;
  readonly rng: Rng;
  /** Told of whatever sets out over a link: the topic or the protocol that it belongs to, and how long it is. */
  readonly onSent: (name: string, bytes: number) => void;
  faultsOf(from: Did, to: Did): LinkFaults;
  setFaults(faults: Partial<LinkFaults>): void;
  setLinkFaults(from: Did, to: Did, faults: Partial<LinkFaults> | undefined): void;
  isApart(from: Did, to: Did): boolean;
  separate(isApart: (from: Did, to: Did) => boolean): void;
  /** Calls the listener whenever the separation changes, until the returned undo. */
  onSeparation(listener: () => void): () => void;
  /** Undefined when the way is open; otherwise resolves when the separation changes. */
  blocked(from: Did, to: Did): Promise<void> | undefined;
}

/** Links that carry everything at once, in order. */
export function createMemoryLinks({
  clock,
  rng,
  onSent,
}: Pick<MemoryLinks, "clock" | "rng" | "onSent">): MemoryLinks {
  const linkFaults = new Map<string, Partial<LinkFaults>>();
  const listeners = new Set<() => void>();
  let faults = NO_FAULTS;
  let isApart: (from: Did, to: Did) => boolean = () => false;
  let change = Promise.withResolvers<void>();

  return {
    clock,
    rng,
    onSent,
    faultsOf: (from, to) => ({ ...faults, ...linkFaults.get(`${from} ${to}`) }),
    setFaults(changed) {
      faults = { ...faults, ...changed };
    },
    setLinkFaults(from, to, changed) {
      if (changed === undefined) linkFaults.delete(`${from} ${to}`);
      else linkFaults.set(`${from} ${to}`, changed);
    },
    isApart: (from, to) => isApart(from, to),
    separate(apart) {
      isApart = apart;
      change.resolve();
      change = Promise.withResolvers();
      for (const listener of [...listeners]) listener();
    },
    onSeparation(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    blocked: (from, to) => (isApart(from, to) ? change.promise : undefined),
  };
}
