import { METER_EXPORTS, STOPPED } from "./meter-exports.ts";

/** What a meter needs of an instance: its exports, as the engine hands them out. */
export type InstanceExports = Readonly<Record<string, unknown>>;

/** The linear memory of an instance. */
export interface GuestPages {
  readonly buffer: ArrayBuffer;
  /** Gives the number of pages before; throws where the memory cannot be so large. */
  grow(pages: number): number;
}

/** Why a guest was stopped by its meter; undefined where it ended or trapped by itself. */
export type MeterVerdict = "out-of-fuel" | "out-of-stack" | "out-of-machine-memory";

/** All that an instance may use between the making of its meter and its end. */
export interface MeterLimits {
  readonly fuel: number;
  /** Words of eight bytes for the frames of all calls within calls; what the engine needs for them is more. */
  readonly stackWords: number;
}

/** Fuel, stack and state of one instance of a prepared module. */
export interface Meter {
  /** Fuel used, never more than the limit. */
  readonly used: number;
  /** Fuel left; 0 when the guest ran out. */
  readonly left: number;
  /** Why the last call was stopped. Ask after every call: a call may still return after its fuel ran out. */
  readonly verdict: MeterVerdict | undefined;
  /** True once the guest was not allowed a larger memory or table: what it does without may be a trap. */
  readonly refusedGrowth: boolean;
  /** The memory, whether the module exports it or not. */
  readonly memory: GuestPages | undefined;
  /** To be called before the outermost call of an export: gives the guest its whole stack again. */
  enter(): void;
  /** Runs the start function, if there is one. */
  start(): void;
  /** Takes fuel for what a host function does. False when that was more than is left: then the host function throws. */
  charge(fuel: number): boolean;
  /** All mutable globals, bit for bit. */
  saveGlobals(): readonly bigint[];
  /** Puts back what `saveGlobals` gave for an instance of the same module. */
  loadGlobals(values: readonly bigint[]): void;
}

/** A meter over the exports of an instance of a prepared module; one per instance. */
export function createMeter(exports: InstanceExports, limits: MeterLimits): Meter {
  const fuel = exports[METER_EXPORTS.fuel] as WebAssembly.Global;
  const stack = exports[METER_EXPORTS.stack] as WebAssembly.Global;
  const refusedGrowth = exports[METER_EXPORTS.refusedGrowth] as WebAssembly.Global | undefined;
  const start = exports[METER_EXPORTS.start] as (() => void) | undefined;
  const save = exports[METER_EXPORTS.saveGlobals] as (() => bigint | bigint[]) | undefined;
  const load = exports[METER_EXPORTS.loadGlobals] as ((...values: bigint[]) => void) | undefined;
  fuel.value = BigInt(limits.fuel);
  const left = (): number => Math.max(0, Number(fuel.value));
  const enter = (): void => {
    stack.value = limits.stackWords;
  };

  return {
    get used() {
      return limits.fuel - left();
    },
    get left() {
      return left();
    },
    get verdict() {
      if (fuel.value < 0n) return "out-of-fuel";
      if (stack.value === STOPPED.outOfStack) return "out-of-stack";
      return stack.value === STOPPED.outOfMachineMemory ? "out-of-machine-memory" : undefined;
    },
    get refusedGrowth() {
      return refusedGrowth?.value === 1;
    },
    memory: exports[METER_EXPORTS.memory] as GuestPages | undefined,
    enter,
    start: () => {
      enter();
      start?.();
    },
    charge: (cost) => {
      fuel.value -= BigInt(cost);
      return fuel.value >= 0n;
    },
    saveGlobals: () => [save?.() ?? []].flat(),
    loadGlobals: (values) => load?.(...values),
  };
}
