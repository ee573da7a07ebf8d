import type { Clock } from "@icn-mesh/core";
import { clockOfLife, type Life, type VirtualTime } from "@icn-mesh/core/testing";
import { START_MS } from "./start.ts";

/** A clock that is wrong by so much. */
export function clockOf(life: Life, kernel: VirtualTime, skewMs: number): Clock {
  return clockOfLife(life, { time: kernel, wall: () => START_MS + kernel.now + skewMs });
}
