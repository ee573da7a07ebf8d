import { writeByte } from "../../src/wasm/byte-sink.ts";
import { LETTERS, type Letter, pick, put, putI32, type RandomCode } from "./random-code.ts";
import {
  depthOf,
  pickCallee,
  putCall,
  putExpression,
  putOrdinary,
  putReference,
  putTargets,
} from "./random-expression.ts";

const NO_VALUES = 0x40;
const COUNTERS = 4;

/** True if nothing behind it can be reached. */
type Statement = (code: RandomCode) => boolean;

/** Writes some statements; whatever stands behind one that leaves is dead, and sometimes written all the same. */
export function putStatements(code: RandomCode): void {
  for (let left = 1 + code.rng.below(5); left > 0 && code.room > 0; left--) {
    const leaves = pick(code.rng, STATEMENTS)(code);
    if (leaves && code.rng.below(4) > 0) return;
  }
}

const goesOn =
  (write: (code: RandomCode) => void): Statement =>
  (code) => {
    write(code);
    return false;
  };

const store = goesOn((code) => putOrdinary(code, ""));

const assign = goesOn((code) => {
  const global = code.rng.below(3) === 0;
  const letters = global ? code.globals : code.locals;
  const index = code.rng.below(letters.length);
  putExpression(code, letters[index] as Letter);
  put(code, global ? "global.set" : "local.set", index);
});

const drop = goesOn((code) => {
  putExpression(code, pick(code.rng, LETTERS));
  put(code, "drop");
});

const nothing = goesOn((code) => put(code, "nop"));

const choose = goesOn((code) => {
  putExpression(code, "i");
  put(code, "if");
  writeByte(code.sink, NO_VALUES);
  within(code, () => putStatements(code));
  if (code.rng.below(2) === 0) {
    put(code, "else");
    within(code, () => putStatements(code));
  }
  put(code, "end");
});

const block = goesOn((code) => {
  put(code, "block");
  writeByte(code.sink, NO_VALUES);
  within(code, () => putStatements(code));
  put(code, "end");
});

function within(code: RandomCode, write: () => void, isLoop = false): void {
  code.targets.push(isLoop ? { takes: undefined, isLoop } : { takes: undefined });
  write();
  code.targets.pop();
}

/** A counter that no loop around uses counts to a few; nested too deep, it is a block. */
function countedLoop(write: (code: RandomCode, next: () => void) => void): Statement {
  return (code) => {
    const depth = code.targets.filter(({ isLoop }) => isLoop).length;
    if (depth >= COUNTERS) return block(code);
    const counter = code.counters + depth;
    putI32(code, 1 + code.rng.below(6));
    put(code, "local.set", counter);
    write(code, () => {
      put(code, "local.get", counter);
      putI32(code, 1);
      put(code, "i32.sub");
      put(code, "local.tee", counter);
    });
    return false;
  };
}

function putOpening(code: RandomCode, name: "block" | "loop"): void {
  put(code, name);
  writeByte(code.sink, NO_VALUES);
}

const repeatUntil = countedLoop((code, next) => {
  putOpening(code, "loop");
  const body = (): void => {
    putStatements(code);
    next();
    put(code, "br_if", 0);
  };
  within(code, body, true);
  put(code, "end");
});

const repeatWhile = countedLoop((code, next) => {
  putOpening(code, "block");
  const outer = (): void => {
    putOpening(code, "loop");
    const body = (): void => {
      if (code.rng.below(3) === 0) putStatements(code);
      next();
      put(code, "i32.eqz");
      put(code, "br_if", 1);
      putStatements(code);
      put(code, "br", 0);
    };
    within(code, body, true);
    put(code, "end");
  };
  within(code, outer);
  put(code, "end");
});

/** A loop around a loop with nothing between them, whose branch goes to the outer one. */
const nestedHeads = countedLoop((code, next) => {
  putOpening(code, "loop");
  putOpening(code, "loop");
  putOpening(code, "block");
  put(code, "end");
  next();
  put(code, "br_if", 1);
  put(code, "end");
  put(code, "end");
});

const call = goesOn((code) => {
  const callee = pickCallee(code, undefined);
  if (callee !== undefined) putCall(code, callee);
});

const branch: Statement = (code) => {
  const depth = depthOf(code, undefined);
  if (depth === undefined) return nothing(code);
  const conditional = code.rng.below(3) > 0;
  if (conditional) putExpression(code, "i");
  put(code, conditional ? "br_if" : "br", depth);
  return !conditional;
};

const branchTable: Statement = (code) => {
  const depths = Array.from({ length: 1 + code.rng.below(4) }, () => depthOf(code, undefined));
  const known = depths.filter((depth) => depth !== undefined);
  if (known.length === 0) return nothing(code);
  putExpression(code, "i");
  put(code, "br_table");
  putTargets(code, known);
  return true;
};

const leave: Statement = (code) => {
  if (code.rng.below(6) === 0) put(code, "unreachable");
  else {
    if (code.result !== undefined) putExpression(code, code.result);
    put(code, "return");
  }
  return true;
};

const MOVES: readonly (readonly [name: string, ...indexes: number[]])[] = [
  ["memory.fill", 0],
  ["memory.copy", 0, 0],
  ["memory.init", 1, 0],
  ["table.init", 1, 0],
  ["table.copy", 0, 0],
];

const moveMany = goesOn((code) => {
  const [name, ...indexes] = pick(code.rng, MOVES);
  const most = { "memory.init": 8, "table.init": 3, "table.copy": 9 }[name] ?? 300;
  for (let operand = 0; operand < 3; operand++) putI32(code, code.rng.below(most) >> (operand === 2 ? 1 : 0));
  put(code, name, ...indexes);
});

const changeTable = goesOn((code) => {
  const fill = code.rng.below(2) === 0;
  putI32(code, code.rng.below(10));
  putReference(code);
  if (fill) putI32(code, code.rng.below(3));
  put(code, fill ? "table.fill" : "table.set", 0);
});

const dropSegment = goesOn((code) => {
  if (code.rng.below(8) === 0) put(code, pick(code.rng, ["data.drop", "elem.drop"]), 1);
  else put(code, "nop");
});

const STATEMENTS: readonly Statement[] = [
  ...Array.from({ length: 4 }, () => store),
  ...Array.from({ length: 5 }, () => assign),
  drop,
  nothing,
  choose,
  choose,
  choose,
  block,
  block,
  repeatUntil,
  repeatUntil,
  repeatWhile,
  repeatWhile,
  nestedHeads,
  call,
  call,
  branch,
  branch,
  branchTable,
  leave,
  moveMany,
  changeTable,
  dropSegment,
];
