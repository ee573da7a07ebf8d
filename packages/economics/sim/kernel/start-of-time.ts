import { createVirtualTime, type VirtualTime } from "@icn-mesh/core/testing";

/** The beginning of time. An immediate comes after all that promises lead to, however long the chain is. */
export function startOfTime(): VirtualTime {
  return createVirtualTime({ settle: () => new Promise((resolve) => setImmediate(resolve)) });
}
