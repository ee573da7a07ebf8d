/** The version of the rules below: two runs agree on fuel only if they were counted by the same version. */
export const FUEL_VERSION = 1;

/** What an instruction is, as far as its price goes. */
export type CostClass =
  | "label"
  | "plain"
  | "branch"
  | "float"
  | "memory"
  | "divide"
  | "call"
  | "indirect"
  | "bulk"
  | "grow";

/**
 * Fuel per instruction. One unit is about the time of an addition; a straight line of code is charged as a whole when
 * it is entered, so that a trap in the middle of it does not give back the rest.
 */
export const FUEL_COSTS: Readonly<Record<CostClass, number>> = {
  label: 0, // block, loop, else and end are no work: going round a loop pays for the branch that does it
  plain: 1,
  branch: 1,
  float: 2,
  memory: 2,
  divide: 8,
  call: 10,
  indirect: 15,
  bulk: 20, // and for the length, as below
  grow: 1_000, // and for the pages, as below
};

/** Fuel for the length of what one instruction moves, fills or grows. */
export const LENGTH_COSTS = {
  /** One unit for each started eight bytes of `memory.fill`, `memory.copy` and `memory.init`. */
  bytesPerUnit: 8,
  /** For each element of `table.fill`, `table.copy`, `table.init` and `table.grow`. */
  perElement: 1,
  /** For each page by which `memory.grow` grows: its 65 536 bytes at the price of a fill. */
  perPage: 8_192,
} as const;

/**
 * How far the global that holds the fuel may be behind within one function, by straight code and by loops each. It is
 * exact whenever a call begins or ends; so only a run that traps can be counted short, by less than twice this.
 */
export const FUEL_LAG = 4_096;
