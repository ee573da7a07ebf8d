import type { Resources } from "@icn-mesh/core";
import { millionths, WHOLE } from "../millionths.ts";

/**
 * How far an offer reaches towards twice of what is required, in millionths: the mean over cores, memory, storage
 * and GPU memory, each a whole where nothing of it is required. More than twice earns nothing more.
 */
export function headroom(offered: Resources, required: Resources): number {
  const sum =
    towardsTwice(offered.cpuCores, required.cpuCores) +
    towardsTwice(offered.memoryMb, required.memoryMb) +
    towardsTwice(offered.storageMb, required.storageMb) +
    towardsTwice(offered.gpu?.vramMb ?? 0, required.gpu?.vramMb ?? 0);
  return Math.floor(sum / 4);
}

function towardsTwice(offered: number, required: number): number {
  if (required === 0 || offered >= 2 * required) return WHOLE;
  return millionths(offered, 2 * required);
}
