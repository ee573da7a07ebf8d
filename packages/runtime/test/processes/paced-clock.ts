import type { Clock } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import type { NodeSetting } from "./node-words.ts";

/** The clock on the wall, so many times as fast since a moment: leases of half a minute end within a test. */
export function createPacedClock({ times, since }: NodeSetting["pace"]): Clock {
  return {
    now: () => Math.floor(since + (systemClock.now() - since) * times),
    monotonic: () => systemClock.monotonic() * times,
    after: (ms, options) => systemClock.after(ms / times, options),
  };
}
