import {
  type ByteSink,
  createByteSink,
  sinkBytes,
  writeByte,
  writeBytes,
  writeSigned,
  writeU32,
} from "./byte-sink.ts";
import { LENGTH_COSTS } from "./fuel-costs.ts";
import { STOPPED } from "./meter-exports.ts";
import type { MeterFunction, MeterIndexes } from "./meter-indexes.ts";
import { NO_VALUES, OP } from "./opcodes.ts";

const NO_LOCALS = 0;
const I32 = 0x7f;
const FAILED = 0x7f; // -1
const OPERAND = [OP.localGet, 0];

/** Stops the guest if the i64 on the stack is below zero. */
export const STOP_IF_BELOW_ZERO: readonly number[] = [
  OP.i64Const,
  0,
  OP.i64LtS,
  OP.if,
  NO_VALUES,
  OP.unreachable,
  OP.end,
];

/**
 * The body of a function of the meter, which is from i32 to i32. Code calls these functions instead of having their
 * instructions inserted, so that a module cannot be made to grow out of measure.
 */
export function meterFunctionBody(name: MeterFunction, indexes: MeterIndexes, mostPages: number): Uint8Array {
  return functionBody((sink) => {
    if (name === "growMemory") grow(sink, indexes, mostPages);
    if (name === "noteGrowth") noteGrowth(sink, indexes);
    if (name === "payBytes") pay(sink, indexes, BYTE_UNITS);
    if (name === "payElements") pay(sink, indexes, times(LENGTH_COSTS.perElement));
    if (name !== "growMemory") writeBytes(sink, OPERAND);
  });
}

const { bytesPerUnit } = LENGTH_COSTS;
const BYTE_UNITS = [
  OP.i64Const,
  bytesPerUnit - 1,
  OP.i64Add,
  OP.i64Const,
  Math.log2(bytesPerUnit),
  OP.i64ShrU,
];

/** A body without locals. */
export function functionBody(write: (sink: ByteSink) => void): Uint8Array {
  const sink = createByteSink(64);
  writeByte(sink, NO_LOCALS);
  write(sink);
  writeByte(sink, OP.end);
  return sinkBytes(sink);
}

function times(factor: number): readonly number[] {
  const sink = createByteSink(16);
  writeByte(sink, OP.i64Const);
  writeSigned(sink, factor);
  writeByte(sink, OP.i64Mul);
  return [...sinkBytes(sink)];
}

/** Takes as much fuel as `price` makes of the operand, and stops the guest that has it not. */
function pay(sink: ByteSink, { fuel }: MeterIndexes, price: readonly number[]): void {
  writeByte(sink, OP.globalGet);
  writeU32(sink, fuel);
  writeBytes(sink, [...OPERAND, OP.i64ExtendI32U, ...price, OP.i64Sub, OP.globalSet]);
  writeU32(sink, fuel);
  writeByte(sink, OP.globalGet);
  writeU32(sink, fuel);
  writeBytes(sink, STOP_IF_BELOW_ZERO);
}

/**
 * Growth beyond the limit fails as the guest expects. Growth within it is paid for and succeeds: where the machine has
 * not got the memory the guest is stopped, or the same module would come to different results.
 */
function grow(sink: ByteSink, indexes: MeterIndexes, most: number): void {
  writeBytes(sink, [...OPERAND, OP.i64ExtendI32U, OP.memorySize, 0, OP.i64ExtendI32U, OP.i64Add]);
  writeByte(sink, OP.i64Const);
  writeSigned(sink, most);
  writeBytes(sink, [OP.i64GtU, OP.if, I32]);
  noteRefusal(sink, indexes);
  writeBytes(sink, [OP.i32Const, FAILED, OP.else]);
  pay(sink, indexes, times(LENGTH_COSTS.perPage));
  writeBytes(sink, [...OPERAND, OP.memoryGrow, 0, OP.localTee, 0, OP.i32Const, FAILED, OP.i32Eq]);
  writeBytes(sink, [OP.if, NO_VALUES, OP.i32Const]);
  writeSigned(sink, STOPPED.outOfMachineMemory);
  writeByte(sink, OP.globalSet);
  writeU32(sink, indexes.stack);
  writeBytes(sink, [OP.unreachable, OP.end, ...OPERAND, OP.end]);
}

function noteGrowth(sink: ByteSink, indexes: MeterIndexes): void {
  writeBytes(sink, [...OPERAND, OP.i32Const, FAILED, OP.i32Eq, OP.if, NO_VALUES]);
  noteRefusal(sink, indexes);
  writeByte(sink, OP.end);
}

function noteRefusal(sink: ByteSink, { refusedGrowth }: MeterIndexes): void {
  writeBytes(sink, [OP.i32Const, 1, OP.globalSet]);
  writeU32(sink, refusedGrowth);
}
