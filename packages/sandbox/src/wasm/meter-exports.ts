/** No module may export a name that begins so. */
export const METER_PREFIX = "icn:";

/** The names under which a prepared module exports its meter and its state. */
export const METER_EXPORTS = {
  /** Global, i64: what is left. Below zero the guest ran out. */
  fuel: "icn:fuel",
  /** Global, i32: words of stack left. Below zero it says why the guest was stopped. */
  stack: "icn:stack",
  /** Global, i32: 1 once a memory or table was not allowed to grow. */
  refusedGrowth: "icn:refused-growth",
  /** The start function, if there is one. */
  start: "icn:start",
  memory: "icn:memory",
  /** Gives all mutable globals as i64s, lowest index first; a v128 as two, low half first. */
  saveGlobals: "icn:save-globals",
  /** Takes what the former gave. */
  loadGlobals: "icn:load-globals",
} as const;

/** What stands in the stack global after the meter itself stopped the guest. */
export const STOPPED = { outOfStack: -1, outOfMachineMemory: -2 } as const;
