import { availableParallelism, totalmem } from "node:os";
import type { Resources } from "@icn-mesh/core";
import type { NodeConfig } from "../config/node-config.ts";

const MIB = 1024 * 1024;

/** What this machine offers: what the configuration says, or else all cores but one and half of the memory. */
export function machineOf({ cpuCores, memoryMb, storageMb }: NodeConfig["executor"]): Resources {
  return {
    cpuCores: cpuCores ?? Math.max(1, availableParallelism() - 1),
    memoryMb: memoryMb ?? Math.max(256, Math.floor(totalmem() / 2 / MIB)),
    storageMb,
  };
}
