import { type ByteCursor, refuse } from "./byte-cursor.ts";
import { INSTRUCTIONS } from "./instruction-table.ts";
import { readInstruction, skipImmediates } from "./skip-immediates.ts";

const CONSTANT = new Set([
  "end",
  "i32.const",
  "i64.const",
  "f32.const",
  "f64.const",
  "v128.const",
  "ref.null",
  "ref.func",
  "global.get",
  "i32.add",
  "i32.sub",
  "i32.mul",
  "i64.add",
  "i64.sub",
  "i64.mul",
]);

const CONSTANT_CODES = new Set(INSTRUCTIONS.filter(({ name }) => CONSTANT.has(name)).map(({ code }) => code));

const END = 0x0b;

/** Passes over a constant expression, in which the arithmetic of extended constants may stand. */
export function skipConstant(cursor: ByteCursor): void {
  while (cursor.refusal === undefined) {
    const code = readInstruction(cursor);
    if (!CONSTANT_CODES.has(code)) refuse(cursor, "unsupported", "this instruction in a constant");
    if (code === END) return;
    skipImmediates(cursor, code);
  }
}
