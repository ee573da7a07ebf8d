import type { Resources } from "@icn-mesh/core";

/** What resources cost by the hour. */
export interface Rates {
  readonly perCpuCoreHour: bigint;
  readonly perGbMemoryHour: bigint;
  readonly perGbStorageHour: bigint;
  readonly perGpuHour: bigint;
}

const MB_PER_GB = 1024n;
const HOUR_MS = 3_600_000n;

/** What resources cost for a time, rounded up once, at the end. */
export function estimateCost(
  { cpuCores, memoryMb, storageMb, gpu }: Resources,
  durationMs: number,
  rates: Rates,
): bigint {
  // In units per 1 024 hours, so that megabytes need no fraction.
  const cpu = BigInt(cpuCores) * rates.perCpuCoreHour * MB_PER_GB;
  const memory = BigInt(memoryMb) * rates.perGbMemoryHour;
  const storage = BigInt(storageMb) * rates.perGbStorageHour;
  const gpus = gpu === undefined ? 0n : rates.perGpuHour * MB_PER_GB;
  const divisor = MB_PER_GB * HOUR_MS;
  return ((cpu + memory + storage + gpus) * BigInt(durationMs) + divisor - 1n) / divisor;
}
