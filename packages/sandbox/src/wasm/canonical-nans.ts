/** How to tell the NaNs of a shape and what to put in their place. */
export interface CanonicalNan {
  /** The type of a local that holds the value, as a byte. */
  readonly type: number;
  /** The canonical NaN as a constant. */
  readonly constant: readonly number[];
  /** Compares a value with itself, then chooses between it and the constant: equal means it is no NaN. */
  readonly choose: readonly number[];
}

const repeat = (bytes: readonly number[], times: number): number[] =>
  Array.from({ length: times }, () => bytes).flat();

const F32_NAN = [0x00, 0x00, 0xc0, 0x7f];
const F64_NAN = [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xf8, 0x7f];
const BITSELECT = [0xfd, 0x52];

/** By shape: f32, f64, f32x4 and f64x2 are 1 to 4. */
export const CANONICAL_NANS: Readonly<Record<number, CanonicalNan>> = {
  1: { type: 0x7d, constant: [0x43, ...F32_NAN], choose: [0x5b, 0x1b] },
  2: { type: 0x7c, constant: [0x44, ...F64_NAN], choose: [0x61, 0x1b] },
  3: { type: 0x7b, constant: [0xfd, 0x0c, ...repeat(F32_NAN, 4)], choose: [0xfd, 0x41, ...BITSELECT] },
  4: { type: 0x7b, constant: [0xfd, 0x0c, ...repeat(F64_NAN, 2)], choose: [0xfd, 0x47, ...BITSELECT] },
};
