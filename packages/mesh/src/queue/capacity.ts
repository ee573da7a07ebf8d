import type { Resources } from "@icn-mesh/core";

/** What is free of a machine. */
export interface Capacity {
  /** True if the machine could hold it with nothing else on it. */
  couldFit(need: Resources): boolean;
  /** True if it fits into what is free, together with what `returned` would give back. */
  fits(need: Resources, returned?: readonly Resources[]): boolean;
  take(need: Resources): void;
  /** Gives back what was taken. */
  give(need: Resources): void;
}

type Amounts = readonly [cores: number, memory: number, storage: number, gpuMemory: number];

const NOTHING: Amounts = [0, 0, 0, 0];

/** A machine with nothing on it. Its GPU serves jobs that name its model, and those that name none. */
export function createCapacity(total: Resources): Capacity {
  const all = amountsOf(total);
  let free = all;
  return {
    couldFit: (need) =>
      hasGpuFor(total, need) && isWithin(NOTHING, amountsOf(need)) && isWithin(amountsOf(need), all),
    fits: (need, returned = []) => isWithin(amountsOf(need), returned.map(amountsOf).reduce(sum, free)),
    take(need) {
      const [cores, memory, storage, gpuMemory] = amountsOf(need);
      free = sum(free, [-cores, -memory, -storage, -gpuMemory]);
    },
    give(need) {
      free = sum(free, amountsOf(need));
    },
  };
}

function amountsOf({ cpuCores, memoryMb, storageMb, gpu }: Resources): Amounts {
  return [cpuCores, memoryMb, storageMb, gpu?.vramMb ?? 0];
}

function sum(left: Amounts, right: Amounts): Amounts {
  return [left[0] + right[0], left[1] + right[1], left[2] + right[2], left[3] + right[3]];
}

function isWithin(need: Amounts, free: Amounts): boolean {
  return need[0] <= free[0] && need[1] <= free[1] && need[2] <= free[2] && need[3] <= free[3];
}

function hasGpuFor({ gpu }: Resources, need: Resources): boolean {
  if (need.gpu === undefined) return true;
  return gpu !== undefined && (need.gpu.model === undefined || need.gpu.model === gpu.model);
}
