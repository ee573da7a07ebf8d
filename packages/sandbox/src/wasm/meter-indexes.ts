import type { ModuleShape } from "./module-shape.ts";

/** A function that the meter appends where a module has use for it. */
export type MeterFunction = "payBytes" | "payElements" | "growMemory" | "noteGrowth";

/** The indexes of what the meter appends: behind all of the module's own, so that none of those changes. */
export interface MeterIndexes {
  readonly fuel: number;
  readonly stack: number;
  /** Only where something can grow. */
  readonly refusedGrowth: number;
  readonly firstFunction: number;
  /** In the order of their indexes: that in which they came to be needed. */
  readonly functions: MeterFunction[];
}

/** Where the meter's globals and functions will be, before any function is needed. */
export function meterIndexes({ globals, functions }: ModuleShape): MeterIndexes {
  return {
    fuel: globals.length,
    stack: globals.length + 1,
    refusedGrowth: globals.length + 2,
    firstFunction: functions.length,
    functions: [],
  };
}

/** The index of a function of the meter, which is appended from now on. */
export function meterFunction({ firstFunction, functions }: MeterIndexes, name: MeterFunction): number {
  const known = functions.indexOf(name);
  return firstFunction + (known < 0 ? functions.push(name) - 1 : known);
}

/** True if the module asks for a larger memory or table somewhere. */
export function canGrow({ functions }: MeterIndexes): boolean {
  return functions.includes("growMemory") || functions.includes("noteGrowth");
}
