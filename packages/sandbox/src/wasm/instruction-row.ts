import type { CostClass } from "./fuel-costs.ts";

/** What stands behind an opcode in the binary. */
export type Immediates =
  | "none"
  | "index"
  | "two-indexes"
  | "i32"
  | "i64"
  | "f32"
  | "f64"
  | "v128"
  | "memarg"
  | "memarg-lane"
  | "lane"
  | "lanes"
  | "block-type"
  | "value-types"
  | "heap-type"
  | "targets";

/** The floats in which an instruction computes: the shape of the NaN that it may come up with. */
export type FloatShape = "f32" | "f64" | "f32x4" | "f64x2";

/**
 * Instructions of one form, with successive opcodes from `first` on; `-` in `names` skips one. `takes` and `gives` are
 * a letter per operand: i (i32), I (i64), f (f32), F (f64), v (v128), r (a reference), ? (any).
 */
export interface InstructionRow {
  readonly first: number;
  readonly names: string;
  readonly takes: string;
  readonly gives: string;
  readonly cost: CostClass;
  readonly immediates?: Immediates;
  readonly traps?: true;
  /** May give a NaN whose bits are up to the machine. */
  readonly makesNan?: FloatShape;
  /** Gives the same whichever NaN it takes. */
  readonly blindToNan?: true;
}

/** Opcodes behind the prefix 0xfc are numbered from here on. */
export const BULK_PREFIX = 0x100;

/** Opcodes behind the prefix 0xfd are numbered from here on. */
export const SIMD_PREFIX = 0x200;
