import { createMeter, type Meter } from "../../src/wasm/create-meter.ts";
import { METER_EXPORTS } from "../../src/wasm/meter-exports.ts";

/** A function with numbers for its parameters, by name; JavaScript cannot call those with vectors. */
export interface Playable {
  readonly name: string;
  readonly params: readonly string[];
}

/** What became of one call: what it returned or how it trapped, and the fuel it took. */
export interface Turn {
  readonly name: string;
  readonly outcome: string;
  readonly trapped: boolean;
  readonly fuel: number;
}

/** All that can be seen of a module that was played. */
export interface Play {
  readonly turns: readonly Turn[];
  /** Numeric globals and the memory. */
  readonly state: string;
  readonly fuel: number;
  readonly verdict: Meter["verdict"];
  /** True if the engine's own stack ran out, which says nothing about the module. */
  readonly overflowed: boolean;
}

/** How to play: the functions in their order, and how much a module with a meter may use. */
export interface PlayOptions {
  readonly functions: readonly Playable[];
  readonly fuel: number;
}

interface Playing {
  readonly turns: Turn[];
  meter: Meter | undefined;
  overflowed: boolean;
}

/** Instantiates a module, starts it and calls its functions until one is stopped by the meter. */
export function playModule(bytes: Uint8Array<ArrayBuffer>, { functions, fuel }: PlayOptions): Play {
  const playing: Playing = { turns: [], meter: undefined, overflowed: false };
  let exports: Record<string, unknown> = {};
  takeTurn(playing, "instantiate", () => {
    const module = new WebAssembly.Module(bytes);
    exports = new WebAssembly.Instance(module, importsOf(module)).exports;
    if (!(METER_EXPORTS.fuel in exports)) return;
    playing.meter = createMeter(exports, { fuel, stackWords: 20_000 });
    playing.meter.start();
  });
  const started = playing.turns[0]?.trapped === false;
  if (!started) exports = {}; // an engine that starts a module itself gives none of them out either
  for (const { name, params } of functions) {
    const call = exports[name];
    if (typeof call === "function") takeTurn(playing, name, () => call(...params.map(argument)));
  }
  const { turns, meter, overflowed } = playing;
  return { turns, state: stateOf(exports), fuel: meter?.used ?? 0, verdict: meter?.verdict, overflowed };
}

function takeTurn(playing: Playing, name: string, call: () => unknown): void {
  if (playing.meter?.verdict !== undefined) return;
  playing.meter?.enter();
  const before = playing.meter?.used ?? 0;
  const { outcome, trapped } = attempt(call);
  playing.overflowed ||= outcome.startsWith("RangeError");
  playing.turns.push({ name, outcome, trapped, fuel: (playing.meter?.used ?? 0) - before });
}

function attempt(call: () => unknown): { readonly outcome: string; readonly trapped: boolean } {
  try {
    return { outcome: print(call()), trapped: false };
  } catch (error) {
    return { outcome: `${(error as Error).name}: ${(error as Error).message}`, trapped: true };
  }
}

function print(value: unknown): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Every function that is imported mixes two numbers, whatever it is called, and gives nothing to those who want more. */
function importsOf(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, typeof mix>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: mix };
  }
  return imports;
}

function mix(left: number, right: number): number {
  return Math.imul(left, 31) ^ right;
}

const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  i32: [3, -2, 70_000],
  i64: [5n, -1n, 2n ** 40n],
  f32: [1.5, -0, 3e30],
  f64: [0.1, Number.NaN, -1e300],
};

function argument(type: string, index: number): unknown {
  return ARGUMENTS[type]?.[index % 3];
}

function stateOf(exports: Readonly<Record<string, unknown>>): string {
  const globals = Object.entries(exports)
    .filter(([name, found]) => found instanceof WebAssembly.Global && /^g[iIfF]$/.test(name))
    .map(([name, found]) => `${name}=${print((found as WebAssembly.Global).value)}`);
  const memory = exports["memory"] as WebAssembly.Memory | undefined;
  return `${globals.join(" ")} memory=${memory === undefined ? "none" : digest(memory.buffer)}`;
}

/** FNV-1a over words: enough to see that two memories differ. */
function digest(buffer: ArrayBuffer): string {
  let hash = 0x811c9dc5;
  for (const word of new Uint32Array(buffer)) hash = Math.imul(hash ^ word, 0x01000193);
  return `${buffer.byteLength}:${(hash >>> 0).toString(16)}`;
}
