import { CHARGE, EDIT } from "./body-scan.ts";
import { readByte, readU32 } from "./byte-cursor.ts";
import { type ByteSink, copyBytes, writeByte, writeBytes, writeSigned, writeU32 } from "./byte-sink.ts";
import { CANONICAL_NANS } from "./canonical-nans.ts";
import { type Frame, frameOf } from "./frame-of.ts";
import { FUEL_LAG } from "./fuel-costs.ts";
import { STOPPED } from "./meter-exports.ts";
import { STOP_IF_BELOW_ZERO } from "./meter-functions.ts";
import { type MeterFunction, type MeterIndexes, meterFunction } from "./meter-indexes.ts";
import { NO_VALUES, OP } from "./opcodes.ts";
import type { ScannedBody } from "./scan-body.ts";

/** Where a body goes, and by which indexes it reaches the meter. */
export interface BodyTarget {
  readonly sink: ByteSink;
  readonly indexes: MeterIndexes;
}

interface Writing extends BodyTarget {
  readonly body: ScannedBody;
  readonly frame: Frame;
  /** Locals of the meter; -1 where the function needs none. */
  readonly fuel: number;
  readonly mark: number;
  readonly stack: number;
  /** By shape of NaN. */
  readonly nans: readonly number[];
}

/** Appends the body with all that was found to be inserted. */
export function writeBody(body: ScannedBody, target: BodyTarget): void {
  const writing = addLocals(body, target);
  const { cursor, edits } = body;
  let from = body.groups.end;
  for (let index = 0; index < edits.length; index += 3) {
    const at = edits[index] as number;
    copyBytes(target.sink, cursor.bytes, from, at);
    cursor.at = at;
    writeEdit(writing, edits[index + 1] as number, edits[index + 2] as number);
    from = cursor.at;
  }
  copyBytes(target.sink, cursor.bytes, from, body.end);
}

/** Writes the groups of locals, the meter's own after the function's, and says which indexes those have. */
function addLocals(body: ScannedBody, target: BodyTarget): Writing {
  const frame = frameOf(body);
  const added: number[] = [];
  const add = (type: number): number => body.locals + added.push(type) - 1;
  const fuel = frame.checksFuel || body.payments > 1 ? add(I64) : -1;
  const mark = body.hasLoops ? add(I64) : -1;
  const stack = frame.asksForStack ? add(I32) : -1;
  const nans = [-1, -1, -1, -1, -1];
  for (const shape of [1, 2, 3, 4]) {
    if (body.nanShapes & (1 << shape)) nans[shape] = add(CANONICAL_NANS[shape]?.type as number);
  }
  writeU32(target.sink, body.groupCount + added.length);
  copyBytes(target.sink, body.cursor.bytes, body.groups.start, body.groups.end);
  for (const type of added) writeBytes(target.sink, [1, type]);
  return { ...target, body, frame, fuel, mark, stack, nans };
}

const I32 = 0x7f;
const I64 = 0x7e;

function writeEdit(writing: Writing, kind: number, argument: number): void {
  if (kind < EDIT.charge) INSERT[kind]?.(writing, argument);
  else PAY[kind & KIND_OF_PAYMENT]?.(writing, kind, argument);
}

const KIND_OF_PAYMENT = 31;

type Payment = (writing: Writing, flags: number, cost: number) => void;

const PAY: Readonly<Record<number, Payment>> = {
  [EDIT.charge]: writeCharge,
  [EDIT.payOnBranch]: payOnBranch,
  [EDIT.payInElse]: payInElse,
};

const INSERT: Readonly<Record<number, (writing: Writing, argument: number) => void>> = {
  [EDIT.beforeCall]: ({ sink, indexes, stack }) =>
    move(sink, [OP.localGet, stack], [OP.globalSet, indexes.stack]),
  [EDIT.afterCall]: learn,
  [EDIT.payBytes]: (writing) => callMeter(writing, "payBytes"),
  [EDIT.payElements]: (writing) => callMeter(writing, "payElements"),
  [EDIT.growMemory]: (writing, end) => {
    callMeter(writing, "growMemory");
    writing.body.cursor.at = end;
  },
  [EDIT.noteGrowth]: ({ sink, indexes }) => write(sink, OP.call, meterFunction(indexes, "noteGrowth")),
  [EDIT.canonicalise]: canonicalise,
  [EDIT.tell]: tell,
};

/** Each takes the operand on top and gives one back, and may take fuel. */
function callMeter(writing: Writing, name: MeterFunction): void {
  write(writing.sink, OP.call, meterFunction(writing.indexes, name));
  learn(writing);
}

function write(sink: ByteSink, opcode: number, index: number): void {
  writeByte(sink, opcode);
  writeU32(sink, index);
}

type Step = readonly [opcode: number, index: number];

function move(sink: ByteSink, from: Step, to: Step): void {
  write(sink, from[0], from[1]);
  write(sink, to[0], to[1]);
}

/** The global learns what the local knows, if there is one: a function that pays only once pays with the global. */
function tell({ sink, indexes, fuel }: Writing): void {
  if (fuel < 0) return;
  move(sink, [OP.localGet, fuel], [OP.globalSet, indexes.fuel]);
}

/** The local learns what the global knows. */
function learn({ sink, indexes, fuel }: Writing): void {
  move(sink, [OP.globalGet, indexes.fuel], [OP.localSet, fuel]);
}

function writeCharge(writing: Writing, flags: number, cost: number): void {
  if (flags & CHARGE.enter) writeEntry(writing, flags, cost);
  else pay(writing, flags, cost);
  if (flags & CHARGE.check && writing.frame.checksFuel) check(writing, flags);
  if (flags & CHARGE.enter) writePrologue(writing);
}

function writePrologue(writing: Writing): void {
  if (writing.stack >= 0) askForStack(writing);
  if (writing.mark >= 0) setMark(writing);
}

function writeEntry(writing: Writing, flags: number, cost: number): void {
  const { sink, indexes, fuel } = writing;
  if (fuel < 0 && cost === 0) return;
  write(sink, OP.globalGet, indexes.fuel);
  if (cost > 0) subtract(writing, flags, cost);
  else write(sink, OP.localSet, fuel);
}

function pay(writing: Writing, flags: number, cost: number): void {
  const { sink, indexes, fuel } = writing;
  if (cost === 0) return;
  if (fuel < 0) write(sink, OP.globalGet, indexes.fuel);
  else write(sink, OP.localGet, fuel);
  subtract(writing, flags, cost);
}

/** In place of `br_if n` an if that pays and then branches one label further out. */
function payOnBranch(writing: Writing, flags: number, cost: number): void {
  const { sink, body } = writing;
  readByte(body.cursor);
  const depth = readU32(body.cursor);
  writeBytes(sink, [OP.if, NO_VALUES]);
  if (cost > 0) pay(writing, flags, cost);
  else tell(writing);
  write(sink, OP.br, depth + 1);
  writeByte(sink, OP.end);
}

function payInElse(writing: Writing, flags: number, cost: number): void {
  writeByte(writing.sink, OP.else);
  writeCharge(writing, flags, cost);
}

/** Takes the cost from what is on the stack and puts the rest where it belongs. */
function subtract({ sink, indexes, fuel }: Writing, flags: number, cost: number): void {
  const tells = (flags & CHARGE.tell) !== 0;
  writeByte(sink, OP.i64Const);
  writeSigned(sink, cost);
  writeByte(sink, OP.i64Sub);
  if (fuel >= 0) write(sink, tells ? OP.localTee : OP.localSet, fuel);
  if (tells || fuel < 0) write(sink, OP.globalSet, indexes.fuel);
}

/** Nothing left: the guest stops. In a function with loops it also is the time to tell how much is left. */
function check(writing: Writing, flags: number): void {
  const { sink, fuel, mark } = writing;
  const marks = mark >= 0 && (flags & CHARGE.enter) === 0;
  write(sink, OP.localGet, fuel);
  if (marks) write(sink, OP.localGet, mark);
  else writeBytes(sink, [OP.i64Const, 0]);
  writeBytes(sink, [OP.i64LtS, OP.if, NO_VALUES]);
  if (marks || (flags & CHARGE.tell) === 0) tell(writing);
  if (marks) {
    write(sink, OP.localGet, fuel);
    writeBytes(sink, STOP_IF_BELOW_ZERO);
    setMark(writing);
  } else writeByte(sink, OP.unreachable);
  writeByte(sink, OP.end);
}

/** How low the fuel in the local may get before the global has to be told again: `FUEL_LAG` less, but not below zero. */
function setMark({ sink, fuel, mark }: Writing): void {
  const withLag = (opcode: number): void => {
    write(sink, OP.localGet, fuel);
    writeByte(sink, OP.i64Const);
    writeSigned(sink, FUEL_LAG);
    writeByte(sink, opcode);
  };
  withLag(OP.i64Sub);
  writeBytes(sink, [OP.i64Const, 0]);
  withLag(OP.i64GtS);
  writeByte(sink, OP.select);
  write(sink, OP.localSet, mark);
}

/** What the caller left of the stack, less this frame, is what there is for those that are called from here. */
function askForStack({ sink, indexes, stack, frame }: Writing): void {
  write(sink, OP.globalGet, indexes.stack);
  writeByte(sink, OP.i32Const);
  writeSigned(sink, frame.words);
  writeByte(sink, OP.i32Sub);
  write(sink, OP.localTee, stack);
  writeBytes(sink, [OP.i32Const, 0, OP.i32LtS, OP.if, NO_VALUES]);
  writeByte(sink, OP.i32Const);
  writeSigned(sink, STOPPED.outOfStack);
  write(sink, OP.globalSet, indexes.stack);
  writeBytes(sink, [OP.unreachable, OP.end]);
}

function canonicalise({ sink, nans }: Writing, shape: number): void {
  const nan = CANONICAL_NANS[shape];
  const local = nans[shape] as number;
  if (nan === undefined) return;
  write(sink, OP.localTee, local);
  writeBytes(sink, nan.constant);
  write(sink, OP.localGet, local);
  write(sink, OP.localGet, local);
  writeBytes(sink, nan.choose);
}
