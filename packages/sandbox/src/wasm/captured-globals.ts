import { type ByteSink, writeByte, writeBytes, writeU32 } from "./byte-sink.ts";
import { functionBody } from "./meter-functions.ts";
import { MODULE_BOUNDS } from "./module-bounds.ts";
import type { ValueType } from "./module-interface.ts";
import type { GlobalShape } from "./module-shape.ts";
import { OP } from "./opcodes.ts";
import type { Uncapturable } from "./prepared-module.ts";

/** A mutable global of the module, as i64s. */
export interface CapturedGlobal {
  readonly index: number;
  readonly type: ValueType;
}

/** The globals that belong to the state. */
export function capturedGlobals(globals: readonly GlobalShape[]): readonly CapturedGlobal[] {
  return globals.flatMap(({ type, mutable }, index) => (mutable && LANES[type] > 0 ? [{ index, type }] : []));
}

/** How many i64s they are. */
export function lanesOf(captured: readonly CapturedGlobal[]): number {
  return captured.reduce((lanes, { type }) => lanes + LANES[type], 0);
}

/** Why these globals cannot be captured; undefined where they can. */
export function uncapturableGlobals(globals: readonly GlobalShape[]): Uncapturable | undefined {
  if (globals.some(({ type, mutable }) => mutable && LANES[type] === 0)) return "reference-globals";
  const lanes = lanesOf(capturedGlobals(globals));
  return lanes > MODULE_BOUNDS.capturedGlobals ? "too-many-globals" : undefined;
}

const LANES: Readonly<Record<ValueType, number>> = {
  i32: 1,
  i64: 1,
  f32: 1,
  f64: 1,
  v128: 2,
  funcref: 0,
  externref: 0,
};

const EXTRACT_I64 = (lane: number): number[] => [0xfd, 0x1d, lane];
const REPLACE_I64 = (lane: number): number[] => [0xfd, 0x1e, lane];
const I64_SPLAT = [0xfd, 0x12];

/** From the value of a global to an i64, bit for bit: JavaScript would not keep the bits of a NaN. */
const SAVE: Readonly<Record<Exclude<ValueType, "v128" | "funcref" | "externref">, readonly number[]>> = {
  i32: [OP.i64ExtendI32U],
  i64: [],
  f32: [OP.i32ReinterpretF32, OP.i64ExtendI32U],
  f64: [OP.i64ReinterpretF64],
};

const LOAD: typeof SAVE = {
  i32: [OP.i32WrapI64],
  i64: [],
  f32: [OP.i32WrapI64, OP.f32ReinterpretI32],
  f64: [OP.f64ReinterpretI64],
};

/** The body of the function that gives all of them. */
export function saveGlobalsBody(captured: readonly CapturedGlobal[]): Uint8Array {
  return functionBody((sink) => {
    for (const { index, type } of captured) {
      const ways = type === "v128" ? [EXTRACT_I64(0), EXTRACT_I64(1)] : [SAVE[type as keyof typeof SAVE]];
      for (const way of ways) {
        writeByte(sink, OP.globalGet);
        writeU32(sink, index);
        writeBytes(sink, way);
      }
    }
  });
}

/** The body of the function that sets all of them. */
export function loadGlobalsBody(captured: readonly CapturedGlobal[]): Uint8Array {
  return functionBody((sink) => {
    let next = 0;
    const parameter = (): void => {
      writeByte(sink, OP.localGet);
      writeU32(sink, next++);
    };
    for (const { index, type } of captured) {
      parameter();
      if (type === "v128") loadVector(sink, parameter);
      else writeBytes(sink, LOAD[type as keyof typeof LOAD]);
      writeByte(sink, OP.globalSet);
      writeU32(sink, index);
    }
  });
}

function loadVector(sink: ByteSink, parameter: () => void): void {
  writeBytes(sink, I64_SPLAT);
  parameter();
  writeBytes(sink, REPLACE_I64(1));
}
