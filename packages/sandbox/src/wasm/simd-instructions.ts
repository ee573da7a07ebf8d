import { type InstructionRow, SIMD_PREFIX } from "./instruction-row.ts";

type Form = Omit<InstructionRow, "first" | "names">;

const LOAD: Form = { takes: "i", gives: "v", cost: "memory", immediates: "memarg", traps: true };
const LOAD_LANE: Form = { takes: "iv", gives: "v", cost: "memory", immediates: "memarg-lane", traps: true };
const STORE_LANE: Form = { takes: "iv", gives: "", cost: "memory", immediates: "memarg-lane", traps: true };
const UNARY: Form = { takes: "v", gives: "v", cost: "plain" };
const BINARY: Form = { takes: "vv", gives: "v", cost: "plain" };
const SHIFT: Form = { takes: "vi", gives: "v", cost: "plain" };
const TO_I32: Form = { takes: "v", gives: "i", cost: "plain" };
const FLOAT_UNARY: Form = { takes: "v", gives: "v", cost: "float" };
const FLOAT_BINARY: Form = { takes: "vv", gives: "v", cost: "float" };
const F32_UNARY: Form = { ...FLOAT_UNARY, makesNan: "f32x4" };
const F32_BINARY: Form = { ...FLOAT_BINARY, makesNan: "f32x4" };
const F64_UNARY: Form = { ...FLOAT_UNARY, makesNan: "f64x2" };
const F64_BINARY: Form = { ...FLOAT_BINARY, makesNan: "f64x2" };
const SLOW = { cost: "divide" } as const;

const splat = (from: string): Form => ({ takes: from, gives: "v", cost: "plain" });
const extract = (to: string): Form => ({ takes: "v", gives: to, cost: "plain", immediates: "lane" });
const replace = (from: string): Form => ({
  takes: `v${from}`,
  gives: "v",
  cost: "plain",
  immediates: "lane",
});

const comparisons = (shape: string): string =>
  ["eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"]
    .map((name) => `${shape}.${name}`)
    .join(" ");

const rows = (...list: readonly (readonly [number, string, Form])[]): readonly InstructionRow[] =>
  list.map(([opcode, names, form]) => ({ first: SIMD_PREFIX + opcode, names, ...form }));

const MEMORY_AND_LANES = rows(
  [0, "v128.load v128.load8x8_s v128.load8x8_u v128.load16x4_s v128.load16x4_u", LOAD],
  [5, "v128.load32x2_s v128.load32x2_u v128.load8_splat v128.load16_splat", LOAD],
  [9, "v128.load32_splat v128.load64_splat", LOAD],
  [11, "v128.store", { ...STORE_LANE, immediates: "memarg" }],
  [12, "v128.const", { takes: "", gives: "v", cost: "plain", immediates: "v128" }],
  [13, "i8x16.shuffle", { ...BINARY, immediates: "lanes" }],
  [14, "i8x16.swizzle", BINARY],
  [15, "i8x16.splat i16x8.splat i32x4.splat", splat("i")],
  [18, "i64x2.splat", splat("I")],
  [19, "f32x4.splat", splat("f")],
  [20, "f64x2.splat", splat("F")],
  [21, "i8x16.extract_lane_s i8x16.extract_lane_u", extract("i")],
  [23, "i8x16.replace_lane", replace("i")],
  [24, "i16x8.extract_lane_s i16x8.extract_lane_u", extract("i")],
  [26, "i16x8.replace_lane", replace("i")],
  [27, "i32x4.extract_lane", extract("i")],
  [28, "i32x4.replace_lane", replace("i")],
  [29, "i64x2.extract_lane", extract("I")],
  [30, "i64x2.replace_lane", replace("I")],
  [31, "f32x4.extract_lane", extract("f")],
  [32, "f32x4.replace_lane", replace("f")],
  [33, "f64x2.extract_lane", extract("F")],
  [34, "f64x2.replace_lane", replace("F")],
  [84, "v128.load8_lane v128.load16_lane v128.load32_lane v128.load64_lane", LOAD_LANE],
  [88, "v128.store8_lane v128.store16_lane v128.store32_lane v128.store64_lane", STORE_LANE],
  [92, "v128.load32_zero v128.load64_zero", LOAD],
);

const COMPARISONS_AND_BITS = rows(
  [35, comparisons("i8x16"), BINARY],
  [45, comparisons("i16x8"), BINARY],
  [55, comparisons("i32x4"), BINARY],
  [65, "f32x4.eq f32x4.ne f32x4.lt f32x4.gt f32x4.le f32x4.ge", FLOAT_BINARY],
  [71, "f64x2.eq f64x2.ne f64x2.lt f64x2.gt f64x2.le f64x2.ge", FLOAT_BINARY],
  [77, "v128.not", UNARY],
  [78, "v128.and v128.andnot v128.or v128.xor", BINARY],
  [82, "v128.bitselect", { takes: "vvv", gives: "v", cost: "plain" }],
  [83, "v128.any_true", TO_I32],
  [214, "i64x2.eq i64x2.ne i64x2.lt_s i64x2.gt_s i64x2.le_s i64x2.ge_s", BINARY],
);

const INTEGERS = rows(
  [96, "i8x16.abs i8x16.neg i8x16.popcnt", UNARY],
  [99, "i8x16.all_true i8x16.bitmask", TO_I32],
  [101, "i8x16.narrow_i16x8_s i8x16.narrow_i16x8_u", BINARY],
  [107, "i8x16.shl i8x16.shr_s i8x16.shr_u", SHIFT],
  [110, "i8x16.add i8x16.add_sat_s i8x16.add_sat_u i8x16.sub i8x16.sub_sat_s i8x16.sub_sat_u", BINARY],
  [118, "i8x16.min_s i8x16.min_u i8x16.max_s i8x16.max_u", BINARY],
  [123, "i8x16.avgr_u", BINARY],
  [124, "i16x8.extadd_pairwise_i8x16_s i16x8.extadd_pairwise_i8x16_u", UNARY],
  [126, "i32x4.extadd_pairwise_i16x8_s i32x4.extadd_pairwise_i16x8_u", UNARY],
  [128, "i16x8.abs i16x8.neg", UNARY],
  [130, "i16x8.q15mulr_sat_s", BINARY],
  [131, "i16x8.all_true i16x8.bitmask", TO_I32],
  [133, "i16x8.narrow_i32x4_s i16x8.narrow_i32x4_u", BINARY],
  [135, "i16x8.extend_low_i8x16_s i16x8.extend_high_i8x16_s", UNARY],
  [137, "i16x8.extend_low_i8x16_u i16x8.extend_high_i8x16_u", UNARY],
  [139, "i16x8.shl i16x8.shr_s i16x8.shr_u", SHIFT],
  [142, "i16x8.add i16x8.add_sat_s i16x8.add_sat_u i16x8.sub i16x8.sub_sat_s i16x8.sub_sat_u", BINARY],
  [149, "i16x8.mul i16x8.min_s i16x8.min_u i16x8.max_s i16x8.max_u", BINARY],
  [155, "i16x8.avgr_u i16x8.extmul_low_i8x16_s i16x8.extmul_high_i8x16_s", BINARY],
  [158, "i16x8.extmul_low_i8x16_u i16x8.extmul_high_i8x16_u", BINARY],
  [160, "i32x4.abs i32x4.neg", UNARY],
  [163, "i32x4.all_true i32x4.bitmask", TO_I32],
  [167, "i32x4.extend_low_i16x8_s i32x4.extend_high_i16x8_s", UNARY],
  [169, "i32x4.extend_low_i16x8_u i32x4.extend_high_i16x8_u", UNARY],
  [171, "i32x4.shl i32x4.shr_s i32x4.shr_u", SHIFT],
  [174, "i32x4.add - - i32x4.sub - - - i32x4.mul", BINARY],
  [182, "i32x4.min_s i32x4.min_u i32x4.max_s i32x4.max_u i32x4.dot_i16x8_s", BINARY],
  [188, "i32x4.extmul_low_i16x8_s i32x4.extmul_high_i16x8_s", BINARY],
  [190, "i32x4.extmul_low_i16x8_u i32x4.extmul_high_i16x8_u", BINARY],
  [192, "i64x2.abs i64x2.neg", UNARY],
  [195, "i64x2.all_true i64x2.bitmask", TO_I32],
  [199, "i64x2.extend_low_i32x4_s i64x2.extend_high_i32x4_s", UNARY],
  [201, "i64x2.extend_low_i32x4_u i64x2.extend_high_i32x4_u", UNARY],
  [203, "i64x2.shl i64x2.shr_s i64x2.shr_u", SHIFT],
  [206, "i64x2.add - - i64x2.sub - - - i64x2.mul", BINARY],
  [220, "i64x2.extmul_low_i32x4_s i64x2.extmul_high_i32x4_s", BINARY],
  [222, "i64x2.extmul_low_i32x4_u i64x2.extmul_high_i32x4_u", BINARY],
);

const FLOATS = rows(
  [94, "f32x4.demote_f64x2_zero", F32_UNARY],
  [95, "f64x2.promote_low_f32x4", F64_UNARY],
  [103, "f32x4.ceil f32x4.floor f32x4.trunc f32x4.nearest", F32_UNARY],
  [116, "f64x2.ceil f64x2.floor", F64_UNARY],
  [122, "f64x2.trunc", F64_UNARY],
  [148, "f64x2.nearest", F64_UNARY],
  [224, "f32x4.abs f32x4.neg", FLOAT_UNARY],
  [227, "f32x4.sqrt", { ...F32_UNARY, ...SLOW }],
  [228, "f32x4.add f32x4.sub f32x4.mul", F32_BINARY],
  [231, "f32x4.div", { ...F32_BINARY, ...SLOW }],
  [232, "f32x4.min f32x4.max", F32_BINARY],
  [234, "f32x4.pmin f32x4.pmax", FLOAT_BINARY],
  [236, "f64x2.abs f64x2.neg", FLOAT_UNARY],
  [239, "f64x2.sqrt", { ...F64_UNARY, ...SLOW }],
  [240, "f64x2.add f64x2.sub f64x2.mul", F64_BINARY],
  [243, "f64x2.div", { ...F64_BINARY, ...SLOW }],
  [244, "f64x2.min f64x2.max", F64_BINARY],
  [246, "f64x2.pmin f64x2.pmax", FLOAT_BINARY],
  [248, "i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u", FLOAT_UNARY],
  [250, "f32x4.convert_i32x4_s f32x4.convert_i32x4_u", FLOAT_UNARY],
  [252, "i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero", FLOAT_UNARY],
  [254, "f64x2.convert_low_i32x4_s f64x2.convert_low_i32x4_u", FLOAT_UNARY],
);

/** The fixed-width SIMD instructions; the relaxed ones differ between machines and are none of them. */
export const SIMD_INSTRUCTIONS: readonly InstructionRow[] = [
  ...MEMORY_AND_LANES,
  ...COMPARISONS_AND_BITS,
  ...INTEGERS,
  ...FLOATS,
];
