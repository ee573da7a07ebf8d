import { FUEL_COSTS } from "./fuel-costs.ts";
import type { FloatShape, Immediates, InstructionRow } from "./instruction-row.ts";
import { BULK_PREFIX, SIMD_PREFIX } from "./instruction-row.ts";
import { SCALAR_INSTRUCTIONS } from "./scalar-instructions.ts";
import { SIMD_INSTRUCTIONS } from "./simd-instructions.ts";

/** Codes run from 0 to here: opcodes as they are, those behind a prefix from `BULK_PREFIX` and `SIMD_PREFIX` on. */
export const CODES = SIMD_PREFIX + 0x100;

/** One instruction by itself. */
export interface Instruction extends Omit<InstructionRow, "first" | "names"> {
  readonly code: number;
  readonly name: string;
}

/** Every instruction that a module may use. */
export const INSTRUCTIONS: readonly Instruction[] = [...SCALAR_INSTRUCTIONS, ...SIMD_INSTRUCTIONS].flatMap(
  ({ first, names, ...form }) =>
    names
      .split(" ")
      .map((name, index) => ({ ...form, name, code: first + index }))
      .filter(({ name }) => name !== "-"),
);

const IMMEDIATES: readonly (Immediates | "unknown")[] = [
  "unknown",
  "none",
  "index",
  "two-indexes",
  "i32",
  "i64",
  "f32",
  "f64",
  "v128",
  "memarg",
  "memarg-lane",
  "lane",
  "lanes",
  "block-type",
  "value-types",
  "heap-type",
  "targets",
];

const FLOAT_SHAPES: readonly (FloatShape | undefined)[] = [undefined, "f32", "f64", "f32x4", "f64x2"];

const column = (read: (instruction: Instruction) => number): Uint16Array => {
  const values = new Uint16Array(CODES);
  for (const instruction of INSTRUCTIONS) values[instruction.code] = read(instruction);
  return values;
};

/** By code: the place in the list of immediates above; 0 for what is no instruction. */
export const IMMEDIATES_OF = column(({ immediates }) => IMMEDIATES.indexOf(immediates ?? "none"));

/** The number that stands for these immediates in the table. */
export function immediatesNumber(immediates: Immediates): number {
  return IMMEDIATES.indexOf(immediates);
}

/** By code: fuel. */
export const COST_OF = column(({ cost }) => FUEL_COSTS[cost]);

/** By code: how many operands it takes. */
export const TAKES_OF = column(({ takes }) => takes.length);

/** By code: how many operands it gives. */
export const GIVES_OF = column(({ gives }) => gives.length);

/** By code: 1 if it can trap. */
export const TRAPS_OF = column(({ traps }) => (traps ? 1 : 0));

/** By code: 1 to 4 if it can give a NaN that is up to the machine: f32, f64, f32x4, f64x2. */
export const NAN_OF = column(({ makesNan }) => FLOAT_SHAPES.indexOf(makesNan));

/** By code: 1 if it gives the same for every NaN. */
export const BLIND_OF = column(({ blindToNan }) => (blindToNan ? 1 : 0));

/** By code: 1 if it computes with floats, or holds or moves them. */
export const FLOAT_OF = column(({ name, takes, gives }) =>
  /^f(32|64)/.test(name) || /[fF]/.test(takes + gives) || /_f(32|64)x/.test(name) ? 1 : 0,
);

/** The opcode of an instruction as it stands in a module. */
export function opcodeBytes(code: number): readonly number[] {
  if (code < BULK_PREFIX) return [code];
  if (code < SIMD_PREFIX) return [0xfc, code - BULK_PREFIX];
  const sub = code - SIMD_PREFIX;
  return sub < 0x80 ? [0xfd, sub] : [0xfd, sub, 0x01];
}
