import { createByteSink, sinkBytes, writeU32 } from "./byte-sink.ts";
import { capturedGlobals, lanesOf, loadGlobalsBody, saveGlobalsBody } from "./captured-globals.ts";
import { METER_EXPORTS } from "./meter-exports.ts";
import { functionBody, meterFunctionBody } from "./meter-functions.ts";
import { canGrow, type MeterIndexes } from "./meter-indexes.ts";
import type { ModuleShape } from "./module-shape.ts";

/** Entries to append to a section. */
export type Additions = readonly ArrayLike<number>[];

/** What the meter appends to each section that lists things, in the binary. */
export interface MeterAdditions {
  readonly types: Additions;
  readonly functions: Additions;
  readonly globals: Additions;
  readonly exports: Additions;
  readonly bodies: Additions;
}

type MeterExport = (typeof METER_EXPORTS)[keyof typeof METER_EXPORTS];

const I32 = 0x7f;
const I64 = 0x7e;
const FUNCTION = 0;
const MEMORY = 2;
const GLOBAL = 3;

const FUEL = [I64, 1, 0x42, 0, 0x0b]; // mutable, 0
const STACK = [I32, 1, 0x41, 0, 0x0b];
const REFUSED_GROWTH = STACK;

const EMPTY_BODY = functionBody(() => {});

/** The additions for a module whose bodies are written; its own entries keep their indexes. */
export function meterAdditions(
  shape: ModuleShape,
  { indexes, fillers }: { readonly indexes: MeterIndexes; readonly fillers: number },
): MeterAdditions {
  const captured = shape.uncapturable === undefined ? capturedGlobals(shape.globals) : [];
  const lanes = Array.from({ length: lanesOf(captured) }, () => I64);
  const types: (readonly number[])[] = [];
  const functions: number[] = [];
  const bodies: Uint8Array[] = [];
  const add = (type: readonly number[], list: readonly Uint8Array[]): void => {
    if (list.length === 0) return;
    const index = shape.types.length + types.push(type) - 1;
    for (const body of list) functions.push(bodies.push(body) && index);
  };
  const mostPages = shape.memory?.most ?? 0;
  add(
    functionType([I32], [I32]),
    indexes.functions.map((name) => meterFunctionBody(name, indexes, mostPages)),
  );
  add(functionType([], lanes), lanes.length > 0 ? [saveGlobalsBody(captured)] : []);
  add(functionType(lanes, []), lanes.length > 0 ? [loadGlobalsBody(captured)] : []);
  add(
    functionType([], []),
    Array.from({ length: fillers }, () => EMPTY_BODY),
  );
  return {
    types,
    functions: functions.map(leb),
    globals: canGrow(indexes) ? [FUEL, STACK, REFUSED_GROWTH] : [FUEL, STACK],
    exports: exportsOf(shape, indexes, lanes.length > 0),
    bodies: bodies.map((body) => [...leb(body.length), ...body]),
  };
}

function functionType(params: readonly number[], results: readonly number[]): readonly number[] {
  return [0x60, ...leb(params.length), ...params, ...leb(results.length), ...results];
}

function leb(value: number): readonly number[] {
  if (value < 0x80) return [value];
  const sink = createByteSink(8);
  writeU32(sink, value);
  return [...sinkBytes(sink)];
}

function exportsOf(
  shape: ModuleShape,
  indexes: MeterIndexes,
  captures: boolean,
): readonly (readonly number[])[] {
  const save = indexes.firstFunction + indexes.functions.length;
  const list = [
    meterExport(METER_EXPORTS.fuel, GLOBAL, indexes.fuel),
    meterExport(METER_EXPORTS.stack, GLOBAL, indexes.stack),
  ];
  if (canGrow(indexes)) list.push(meterExport(METER_EXPORTS.refusedGrowth, GLOBAL, indexes.refusedGrowth));
  if (shape.memory !== undefined) list.push(meterExport(METER_EXPORTS.memory, MEMORY, 0));
  if (shape.start !== undefined) list.push(meterExport(METER_EXPORTS.start, FUNCTION, shape.start));
  if (captures) {
    list.push(meterExport(METER_EXPORTS.saveGlobals, FUNCTION, save));
    list.push(meterExport(METER_EXPORTS.loadGlobals, FUNCTION, save + 1));
  }
  return list;
}

/** Each with its length before it. */
const NAMES = new Map(
  Object.values(METER_EXPORTS).map((name) => [name, [name.length, ...new TextEncoder().encode(name)]]),
);

function meterExport(name: MeterExport, kind: number, index: number): readonly number[] {
  return [...(NAMES.get(name) ?? []), kind, ...leb(index)];
}
