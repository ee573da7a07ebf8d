import { writeByte, writeU32 } from "../../src/wasm/byte-sink.ts";
import { INSTRUCTIONS, type Instruction } from "../../src/wasm/instruction-table.ts";
import {
  type Callee,
  LETTER_TYPES,
  LETTERS,
  type Letter,
  pick,
  put,
  putConstant,
  putI32,
  putImmediates,
  type RandomCode,
} from "./random-code.ts";

const COMPUTES = /^[iIfFv]+$/;
const ORDINARY = new Set([undefined, "none", "memarg", "memarg-lane", "lane", "lanes"]);

const isOrdinary = ({ takes, immediates, name }: Instruction): boolean =>
  COMPUTES.test(takes) && ORDINARY.has(immediates) && !/^(br|if|call|memory|table)/.test(name);

/** What gives a value, by its letter; what gives none stores. */
const GIVING: ReadonlyMap<string, readonly Instruction[]> = new Map(
  ["", ...LETTERS].map((letter) => [
    letter,
    INSTRUCTIONS.filter((instruction) => isOrdinary(instruction) && instruction.gives === letter),
  ]),
);

type Way = (code: RandomCode, letter: Letter) => boolean;

/** Writes code that leaves one value. */
export function putExpression(code: RandomCode, letter: Letter): void {
  if (code.room > 0) {
    for (let attempt = 0; attempt < 3; attempt++) if (pick(code.rng, WAYS)(code, letter)) return;
  }
  if (code.rng.below(2) === 0 && readVariable(code, letter)) return;
  putConstant(code, letter);
}

const compute: Way = (code, letter) => {
  putOrdinary(code, letter);
  return true;
};

const readVariable: Way = (code, letter) => {
  const global = code.rng.below(4) === 0;
  const index = indexOf(code, global ? code.globals : code.locals, letter);
  if (index === undefined) return false;
  put(code, global ? "global.get" : "local.get", index);
  return true;
};

const tee: Way = (code, letter) => {
  const index = indexOf(code, code.locals, letter);
  if (index === undefined) return false;
  putExpression(code, letter);
  put(code, "local.tee", index);
  return true;
};

const select: Way = (code, letter) => {
  putExpression(code, letter);
  putExpression(code, letter);
  putExpression(code, "i");
  if (code.rng.below(2) === 0) put(code, "select");
  else put(code, "select_t", 1, LETTER_TYPES[letter]);
  return true;
};

const call: Way = (code, letter) => {
  const callee = pickCallee(code, letter);
  if (callee === undefined) return false;
  putCall(code, callee);
  return true;
};

const choose: Way = (code, letter) => {
  putExpression(code, "i");
  put(code, "if");
  writeByte(code.sink, LETTER_TYPES[letter]);
  code.targets.push({ takes: letter });
  putExpression(code, letter);
  put(code, "else");
  putExpression(code, letter);
  code.targets.pop();
  put(code, "end");
  return true;
};

const block: Way = (code, letter) => {
  const isBlock = code.rng.below(3) > 0;
  put(code, isBlock ? "block" : "loop");
  writeByte(code.sink, LETTER_TYPES[letter]);
  code.targets.push(isBlock ? { takes: letter } : { takes: undefined, isLoop: true });
  putExpression(code, letter);
  if (code.rng.below(2) === 0 && branchMaybe(code, letter)) put(code, "drop");
  code.targets.pop();
  put(code, "end");
  return true;
};

const branchMaybe: Way = (code, letter) => {
  const depth = depthOf(code, letter);
  if (depth === undefined) return false;
  putExpression(code, letter);
  putExpression(code, "i");
  put(code, "br_if", depth);
  return true;
};

const measure: Way = (code, letter) => {
  if (letter !== "i") return false;
  const way = code.rng.below(5);
  if (way === 0) put(code, "memory.size", 0);
  if (way === 1) put(code, "table.size", 0);
  if (way === 2) {
    putI32(code, code.rng.below(4));
    put(code, "memory.grow", 0);
  }
  if (way > 2) putReference(code);
  if (way === 3) put(code, "ref.is_null");
  if (way === 4) {
    putI32(code, code.rng.below(12));
    put(code, "table.grow", 0);
  }
  return true;
};

const WAYS: readonly Way[] = [
  ...Array.from({ length: 12 }, () => compute),
  readVariable,
  readVariable,
  tee,
  select,
  call,
  choose,
  choose,
  block,
  branchMaybe,
  measure,
];

/** Writes a reference to a function, or none. */
export function putReference(code: RandomCode): void {
  const way = code.rng.below(3);
  if (way === 0) {
    put(code, "ref.null");
    writeByte(code.sink, 0x70);
  } else if (way === 1) put(code, "ref.func", pick(code.rng, code.callees).index);
  else {
    putI32(code, code.rng.below(10));
    put(code, "table.get", 0);
  }
}

/** Writes an instruction that computes or loads this letter, or stores, with its operands. */
export function putOrdinary(code: RandomCode, letter: Letter | ""): void {
  const instruction = pick(code.rng, GIVING.get(letter) ?? []);
  for (const [index, operand] of [...instruction.takes].entries()) {
    if (index === 0 && instruction.immediates?.startsWith("memarg")) putAddress(code);
    else putExpression(code, operand as Letter);
  }
  put(code, instruction.name);
  putImmediates(code, instruction);
}

function putAddress(code: RandomCode): void {
  const way = code.rng.below(8);
  if (way < 4) putI32(code, code.rng.below(60_000));
  else putExpression(code, "i");
  if (way < 4 || way === 7) return; // anywhere, so that some accesses trap
  putI32(code, 0xffff);
  put(code, "i32.and");
}

/** Writes a call with its operands. */
export function putCall(code: RandomCode, callee: Callee): void {
  for (const param of callee.params) putExpression(code, param);
  if (code.rng.below(4) > 0) put(code, "call", callee.index);
  else {
    putI32(code, code.rng.below(20) === 0 ? code.rng.below(16) : callee.index);
    put(code, "call_indirect", callee.type, 0);
  }
}

/** A function with this result; mostly one that comes before, so that calls come to an end. */
export function pickCallee({ rng, callees }: RandomCode, result: Letter | undefined): Callee | undefined {
  const fitting = callees.filter((callee) => callee.result === result);
  return fitting.length === 0 ? undefined : (fitting[rng.below(fitting.length)] as Callee);
}

/** How far out a label is that takes this, if there is one; seldom a loop, as that would go round for ever. */
export function depthOf({ rng, targets }: RandomCode, takes: Letter | undefined): number | undefined {
  const withLoops = rng.below(16) === 0;
  const depths = targets.flatMap((target, index) =>
    target.takes === takes && (withLoops || !target.isLoop) ? [targets.length - 1 - index] : [],
  );
  return depths.length === 0 ? undefined : pick(rng, depths);
}

function indexOf({ rng }: RandomCode, letters: readonly Letter[], letter: Letter): number | undefined {
  const indexes = letters.flatMap((found, index) => (found === letter ? [index] : []));
  return indexes.length === 0 ? undefined : pick(rng, indexes);
}

/** Writes targets of a `br_table`. */
export function putTargets(code: RandomCode, depths: readonly number[]): void {
  writeU32(code.sink, depths.length - 1);
  for (const depth of depths) writeU32(code.sink, depth);
}
