// biome-ignore lint/style/noRestrictedImports: the delay is printed, and only ten times its bound is asserted
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { processesOf } from "../processes-of.ts";

/** How a host fared since the measuring began. */
export interface HostMeasure {
  readonly delayMs: number;
  /** By how much this process and its children hold more memory now; 0 where the system does not tell. */
  readonly grownMiB: number;
}

/** Begins to measure how late the event loop of this process is, and how much memory it and its children hold. */
export function measureHost(): { read(): HostMeasure } {
  const before = heldBytes();
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  return {
    read() {
      delays.disable();
      return { delayMs: delays.max / 1e6, grownMiB: Math.round((heldBytes() - before) / 2 ** 20) };
    },
  };
}

function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return processesOf(process.pid).reduce((sum, { heldBytes }) => sum + heldBytes, 0);
}
