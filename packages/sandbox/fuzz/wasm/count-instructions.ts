import { type ByteCursor, createByteCursor, readByte, readU32 } from "../../src/wasm/byte-cursor.ts";
import {
  type ByteSink,
  copyBytes,
  createByteSink,
  writeByte,
  writeBytes,
  writeSigned,
  writeU32,
} from "../../src/wasm/byte-sink.ts";
import { CANONICAL_NANS } from "../../src/wasm/canonical-nans.ts";
import { LENGTH_COSTS } from "../../src/wasm/fuel-costs.ts";
import { COST_OF, NAN_OF } from "../../src/wasm/instruction-table.ts";
import { type MeterIndexes, meterIndexes } from "../../src/wasm/meter-indexes.ts";
import type { ModuleShape, Span } from "../../src/wasm/module-shape.ts";
import type { ModuleTerms } from "../../src/wasm/module-terms.ts";
import { NO_VALUES, OP } from "../../src/wasm/opcodes.ts";
import { readModule } from "../../src/wasm/read-module.ts";
import { readInstruction, skipImmediates } from "../../src/wasm/skip-immediates.ts";
import { writeModule } from "../../src/wasm/write-module.ts";
import { instructionNamed } from "./random-code.ts";

interface Counting {
  readonly cursor: ByteCursor;
  readonly sink: ByteSink;
  readonly indexes: MeterIndexes;
  readonly deterministic: boolean;
  /** Locals: two i32s, then one for each shape of NaN. */
  readonly first: number;
}

/**
 * The module made to count in the plainest way: before each instruction its price, after each float its NaN. What the
 * meter makes of the same module has to come to the same, only sooner.
 */
export function countInstructions(
  bytes: Uint8Array,
  { limits, deterministic }: ModuleTerms,
): Uint8Array<ArrayBuffer> {
  const shape = readModule(bytes, limits);
  if ("ok" in shape) throw new Error(shape.message);
  const bodies = createByteSink(bytes.length * 8);
  const cursor = createByteCursor(bytes);
  const indexes = meterIndexes(shape);
  for (const [index, body] of shape.bodies.entries()) {
    const sink = createByteSink(1_024);
    const first = copyLocals({ cursor, sink, params: paramsOf(shape, index), body });
    while (cursor.at < body.end) countOne({ cursor, sink, indexes, deterministic, first });
    writeU32(bodies, sink.length);
    copyBytes(bodies, sink.bytes, 0, sink.length);
  }
  return writeModule(bytes, shape, { sink: bodies, indexes, fillers: 0 });
}

function paramsOf(shape: ModuleShape, index: number): number {
  return shape.types[shape.functions[shape.imports.length + index] ?? 0]?.params.length ?? 0;
}

const ADDED = [0x7f, 0x7f, ...Object.values(CANONICAL_NANS).map(({ type }) => type)];

function copyLocals(from: { cursor: ByteCursor; sink: ByteSink; params: number; body: Span }): number {
  const { cursor, sink, params, body } = from;
  cursor.at = body.start;
  const groups = readU32(cursor);
  writeU32(sink, groups + ADDED.length);
  const start = cursor.at;
  let locals = params;
  for (let group = 0; group < groups; group++) {
    locals += readU32(cursor);
    readByte(cursor);
  }
  copyBytes(sink, cursor.bytes, start, cursor.at);
  for (const type of ADDED) writeBytes(sink, [1, type]);
  return locals;
}

const opcode = (name: string): number => instructionNamed(name).code;
const BYTES = new Set(["memory.fill", "memory.copy", "memory.init"].map(opcode));
const ELEMENTS = new Set(["table.fill", "table.copy", "table.init", "table.grow"].map(opcode));

function countOne(counting: Counting): void {
  const { cursor, sink } = counting;
  const at = cursor.at;
  const code = readInstruction(cursor);
  skipImmediates(cursor, code);
  charge(counting, () => constant(sink, COST_OF[code] as number));
  if (BYTES.has(code) || ELEMENTS.has(code)) countLength(counting, BYTES.has(code));
  if (code === OP.memoryGrow) countGrowth(counting);
  else copyBytes(sink, cursor.bytes, at, cursor.at);
  canonicalise(counting, code);
}

function canonicalise({ sink, first, deterministic }: Counting, code: number): void {
  const nan = deterministic ? CANONICAL_NANS[NAN_OF[code] as number] : undefined;
  if (nan === undefined) return;
  const local = first + 1 + (NAN_OF[code] as number);
  indexed(sink, OP.localTee, local);
  writeBytes(sink, nan.constant);
  indexed(sink, OP.localGet, local);
  indexed(sink, OP.localGet, local);
  writeBytes(sink, nan.choose);
}

function charge({ sink, indexes }: Counting, price: () => void): void {
  indexed(sink, OP.globalGet, indexes.fuel);
  price();
  writeByte(sink, OP.i64Sub);
  indexed(sink, OP.globalSet, indexes.fuel);
  indexed(sink, OP.globalGet, indexes.fuel);
  writeBytes(sink, [OP.i64Const, 0, OP.i64LtS, OP.if, NO_VALUES, OP.unreachable, OP.end]);
}

function countLength(counting: Counting, isBytes: boolean): void {
  const { sink, first } = counting;
  const per = isBytes ? LENGTH_COSTS.bytesPerUnit : 1;
  indexed(sink, OP.localSet, first);
  charge(counting, () => {
    indexed(sink, OP.localGet, first);
    writeByte(sink, OP.i64ExtendI32U);
    constant(sink, per - 1);
    writeByte(sink, OP.i64Add);
    constant(sink, per);
    writeByte(sink, 0x80); // i64.div_u
  });
  indexed(sink, OP.localGet, first);
}

function countGrowth(counting: Counting): void {
  const { sink, first } = counting;
  indexed(sink, OP.localTee, first);
  writeBytes(sink, [OP.memoryGrow, 0]);
  indexed(sink, OP.localTee, first + 1);
  writeBytes(sink, [OP.i32Const, 0x7f, 0x47, OP.if, NO_VALUES]); // i32.ne
  charge(counting, () => {
    indexed(sink, OP.localGet, first);
    writeByte(sink, OP.i64ExtendI32U);
    constant(sink, LENGTH_COSTS.perPage);
    writeByte(sink, OP.i64Mul);
  });
  writeByte(sink, OP.end);
  indexed(sink, OP.localGet, first + 1);
}

function constant(sink: ByteSink, value: number): void {
  writeByte(sink, OP.i64Const);
  writeSigned(sink, value);
}

function indexed(sink: ByteSink, instruction: number, index: number): void {
  writeByte(sink, instruction);
  writeU32(sink, index);
}
