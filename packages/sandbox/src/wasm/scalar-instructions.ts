import { BULK_PREFIX, type InstructionRow } from "./instruction-row.ts";

const INTEGER_COMPARISONS = (type: string): string =>
  ["eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"]
    .map((name) => `${type}.${name}`)
    .join(" ");

const FLOAT_COMPARISONS = (type: string): string =>
  ["eq", "ne", "lt", "gt", "le", "ge"].map((name) => `${type}.${name}`).join(" ");

/** Control, variables, memory and tables. What control and calls take depends on their immediates. */
const STRUCTURE: readonly InstructionRow[] = [
  { first: 0x00, names: "unreachable", takes: "", gives: "", cost: "plain", traps: true },
  { first: 0x01, names: "nop", takes: "", gives: "", cost: "plain" },
  { first: 0x02, names: "block loop", takes: "", gives: "", cost: "label", immediates: "block-type" },
  { first: 0x04, names: "if", takes: "i", gives: "", cost: "branch", immediates: "block-type" },
  { first: 0x05, names: "else", takes: "", gives: "", cost: "label" },
  { first: 0x0b, names: "end", takes: "", gives: "", cost: "label" },
  { first: 0x0c, names: "br", takes: "", gives: "", cost: "branch", immediates: "index" },
  { first: 0x0d, names: "br_if", takes: "i", gives: "", cost: "branch", immediates: "index" },
  { first: 0x0e, names: "br_table", takes: "i", gives: "", cost: "branch", immediates: "targets" },
  { first: 0x0f, names: "return", takes: "", gives: "", cost: "branch" },
  { first: 0x10, names: "call", takes: "", gives: "", cost: "call", immediates: "index", traps: true },
  {
    first: 0x11,
    names: "call_indirect",
    takes: "i",
    gives: "",
    cost: "indirect",
    immediates: "two-indexes",
    traps: true,
  },
  { first: 0x1a, names: "drop", takes: "?", gives: "", cost: "plain", blindToNan: true },
  { first: 0x1b, names: "select", takes: "??i", gives: "?", cost: "plain" },
  { first: 0x1c, names: "select_t", takes: "??i", gives: "?", cost: "plain", immediates: "value-types" },
  { first: 0x20, names: "local.get", takes: "", gives: "?", cost: "plain", immediates: "index" },
  { first: 0x21, names: "local.set", takes: "?", gives: "", cost: "plain", immediates: "index" },
  { first: 0x22, names: "local.tee", takes: "?", gives: "?", cost: "plain", immediates: "index" },
  { first: 0x23, names: "global.get", takes: "", gives: "?", cost: "plain", immediates: "index" },
  { first: 0x24, names: "global.set", takes: "?", gives: "", cost: "plain", immediates: "index" },
  {
    first: 0x25,
    names: "table.get",
    takes: "i",
    gives: "r",
    cost: "memory",
    immediates: "index",
    traps: true,
  },
  {
    first: 0x26,
    names: "table.set",
    takes: "ir",
    gives: "",
    cost: "memory",
    immediates: "index",
    traps: true,
  },
  { first: 0x3f, names: "memory.size", takes: "", gives: "i", cost: "plain", immediates: "index" },
  {
    first: 0x40,
    names: "memory.grow",
    takes: "i",
    gives: "i",
    cost: "grow",
    immediates: "index",
    traps: true,
  },
  { first: 0xd0, names: "ref.null", takes: "", gives: "r", cost: "plain", immediates: "heap-type" },
  { first: 0xd1, names: "ref.is_null", takes: "r", gives: "i", cost: "plain" },
  { first: 0xd2, names: "ref.func", takes: "", gives: "r", cost: "plain", immediates: "index" },
];

const MEMORY = { cost: "memory", immediates: "memarg", traps: true } as const;

const LOADS_AND_STORES: readonly InstructionRow[] = [
  { first: 0x28, names: "i32.load", takes: "i", gives: "i", ...MEMORY },
  { first: 0x29, names: "i64.load", takes: "i", gives: "I", ...MEMORY },
  { first: 0x2a, names: "f32.load", takes: "i", gives: "f", ...MEMORY },
  { first: 0x2b, names: "f64.load", takes: "i", gives: "F", ...MEMORY },
  {
    first: 0x2c,
    names: "i32.load8_s i32.load8_u i32.load16_s i32.load16_u",
    takes: "i",
    gives: "i",
    ...MEMORY,
  },
  {
    first: 0x30,
    names: "i64.load8_s i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u",
    takes: "i",
    gives: "I",
    ...MEMORY,
  },
  { first: 0x36, names: "i32.store", takes: "ii", gives: "", ...MEMORY },
  { first: 0x37, names: "i64.store", takes: "iI", gives: "", ...MEMORY },
  { first: 0x38, names: "f32.store", takes: "if", gives: "", ...MEMORY },
  { first: 0x39, names: "f64.store", takes: "iF", gives: "", ...MEMORY },
  { first: 0x3a, names: "i32.store8 i32.store16", takes: "ii", gives: "", ...MEMORY },
  { first: 0x3c, names: "i64.store8 i64.store16 i64.store32", takes: "iI", gives: "", ...MEMORY },
];

const PLAIN = { cost: "plain" } as const;
const DIVIDE = { cost: "divide", traps: true } as const;

const INTEGERS: readonly InstructionRow[] = [
  { first: 0x41, names: "i32.const", takes: "", gives: "i", immediates: "i32", ...PLAIN },
  { first: 0x42, names: "i64.const", takes: "", gives: "I", immediates: "i64", ...PLAIN },
  { first: 0x45, names: "i32.eqz", takes: "i", gives: "i", ...PLAIN },
  { first: 0x46, names: INTEGER_COMPARISONS("i32"), takes: "ii", gives: "i", ...PLAIN },
  { first: 0x50, names: "i64.eqz", takes: "I", gives: "i", ...PLAIN },
  { first: 0x51, names: INTEGER_COMPARISONS("i64"), takes: "II", gives: "i", ...PLAIN },
  { first: 0x67, names: "i32.clz i32.ctz i32.popcnt", takes: "i", gives: "i", ...PLAIN },
  { first: 0x6a, names: "i32.add i32.sub i32.mul", takes: "ii", gives: "i", ...PLAIN },
  { first: 0x6d, names: "i32.div_s i32.div_u i32.rem_s i32.rem_u", takes: "ii", gives: "i", ...DIVIDE },
  {
    first: 0x71,
    names: "i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr",
    takes: "ii",
    gives: "i",
    ...PLAIN,
  },
  { first: 0x79, names: "i64.clz i64.ctz i64.popcnt", takes: "I", gives: "I", ...PLAIN },
  { first: 0x7c, names: "i64.add i64.sub i64.mul", takes: "II", gives: "I", ...PLAIN },
  { first: 0x7f, names: "i64.div_s i64.div_u i64.rem_s i64.rem_u", takes: "II", gives: "I", ...DIVIDE },
  {
    first: 0x83,
    names: "i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr",
    takes: "II",
    gives: "I",
    ...PLAIN,
  },
  { first: 0xa7, names: "i32.wrap_i64", takes: "I", gives: "i", ...PLAIN },
  { first: 0xac, names: "i64.extend_i32_s i64.extend_i32_u", takes: "i", gives: "I", ...PLAIN },
  { first: 0xc0, names: "i32.extend8_s i32.extend16_s", takes: "i", gives: "i", ...PLAIN },
  { first: 0xc2, names: "i64.extend8_s i64.extend16_s i64.extend32_s", takes: "I", gives: "I", ...PLAIN },
];

const FLOAT = { cost: "float" } as const;
const COMPARE = { cost: "float", blindToNan: true } as const;
const F32 = { cost: "float", makesNan: "f32", blindToNan: true } as const;
const F64 = { cost: "float", makesNan: "f64", blindToNan: true } as const;
const TO_INTEGER = { cost: "float", blindToNan: true, traps: true } as const;
const SLOW = { cost: "divide" } as const;

const FLOATS: readonly InstructionRow[] = [
  { first: 0x43, names: "f32.const", takes: "", gives: "f", immediates: "f32", ...PLAIN },
  { first: 0x44, names: "f64.const", takes: "", gives: "F", immediates: "f64", ...PLAIN },
  { first: 0x5b, names: FLOAT_COMPARISONS("f32"), takes: "ff", gives: "i", ...COMPARE },
  { first: 0x61, names: FLOAT_COMPARISONS("f64"), takes: "FF", gives: "i", ...COMPARE },
  { first: 0x8b, names: "f32.abs f32.neg", takes: "f", gives: "f", ...FLOAT },
  { first: 0x8d, names: "f32.ceil f32.floor f32.trunc f32.nearest", takes: "f", gives: "f", ...F32 },
  { first: 0x91, names: "f32.sqrt", takes: "f", gives: "f", ...F32, ...SLOW },
  { first: 0x92, names: "f32.add f32.sub f32.mul", takes: "ff", gives: "f", ...F32 },
  { first: 0x95, names: "f32.div", takes: "ff", gives: "f", ...F32, ...SLOW },
  { first: 0x96, names: "f32.min f32.max", takes: "ff", gives: "f", ...F32 },
  { first: 0x98, names: "f32.copysign", takes: "ff", gives: "f", ...FLOAT },
  { first: 0x99, names: "f64.abs f64.neg", takes: "F", gives: "F", ...FLOAT },
  { first: 0x9b, names: "f64.ceil f64.floor f64.trunc f64.nearest", takes: "F", gives: "F", ...F64 },
  { first: 0x9f, names: "f64.sqrt", takes: "F", gives: "F", ...F64, ...SLOW },
  { first: 0xa0, names: "f64.add f64.sub f64.mul", takes: "FF", gives: "F", ...F64 },
  { first: 0xa3, names: "f64.div", takes: "FF", gives: "F", ...F64, ...SLOW },
  { first: 0xa4, names: "f64.min f64.max", takes: "FF", gives: "F", ...F64 },
  { first: 0xa6, names: "f64.copysign", takes: "FF", gives: "F", ...FLOAT },
  { first: 0xa8, names: "i32.trunc_f32_s i32.trunc_f32_u", takes: "f", gives: "i", ...TO_INTEGER },
  { first: 0xaa, names: "i32.trunc_f64_s i32.trunc_f64_u", takes: "F", gives: "i", ...TO_INTEGER },
  { first: 0xae, names: "i64.trunc_f32_s i64.trunc_f32_u", takes: "f", gives: "I", ...TO_INTEGER },
  { first: 0xb0, names: "i64.trunc_f64_s i64.trunc_f64_u", takes: "F", gives: "I", ...TO_INTEGER },
  { first: 0xb2, names: "f32.convert_i32_s f32.convert_i32_u", takes: "i", gives: "f", ...FLOAT },
  { first: 0xb4, names: "f32.convert_i64_s f32.convert_i64_u", takes: "I", gives: "f", ...FLOAT },
  { first: 0xb6, names: "f32.demote_f64", takes: "F", gives: "f", ...F32 },
  { first: 0xb7, names: "f64.convert_i32_s f64.convert_i32_u", takes: "i", gives: "F", ...FLOAT },
  { first: 0xb9, names: "f64.convert_i64_s f64.convert_i64_u", takes: "I", gives: "F", ...FLOAT },
  { first: 0xbb, names: "f64.promote_f32", takes: "f", gives: "F", ...F64 },
  { first: 0xbc, names: "i32.reinterpret_f32", takes: "f", gives: "i", ...FLOAT },
  { first: 0xbd, names: "i64.reinterpret_f64", takes: "F", gives: "I", ...FLOAT },
  { first: 0xbe, names: "f32.reinterpret_i32", takes: "i", gives: "f", ...FLOAT },
  { first: 0xbf, names: "f64.reinterpret_i64", takes: "I", gives: "F", ...FLOAT },
];

const BULK = { cost: "bulk", traps: true } as const;

const SATURATING_AND_BULK: readonly InstructionRow[] = [
  {
    first: BULK_PREFIX,
    names: "i32.trunc_sat_f32_s i32.trunc_sat_f32_u",
    takes: "f",
    gives: "i",
    ...COMPARE,
  },
  {
    first: BULK_PREFIX + 2,
    names: "i32.trunc_sat_f64_s i32.trunc_sat_f64_u",
    takes: "F",
    gives: "i",
    ...COMPARE,
  },
  {
    first: BULK_PREFIX + 4,
    names: "i64.trunc_sat_f32_s i64.trunc_sat_f32_u",
    takes: "f",
    gives: "I",
    ...COMPARE,
  },
  {
    first: BULK_PREFIX + 6,
    names: "i64.trunc_sat_f64_s i64.trunc_sat_f64_u",
    takes: "F",
    gives: "I",
    ...COMPARE,
  },
  {
    first: BULK_PREFIX + 8,
    names: "memory.init",
    takes: "iii",
    gives: "",
    immediates: "two-indexes",
    ...BULK,
  },
  { first: BULK_PREFIX + 9, names: "data.drop", takes: "", gives: "", immediates: "index", ...BULK },
  {
    first: BULK_PREFIX + 10,
    names: "memory.copy",
    takes: "iii",
    gives: "",
    immediates: "two-indexes",
    ...BULK,
  },
  { first: BULK_PREFIX + 11, names: "memory.fill", takes: "iii", gives: "", immediates: "index", ...BULK },
  {
    first: BULK_PREFIX + 12,
    names: "table.init",
    takes: "iii",
    gives: "",
    immediates: "two-indexes",
    ...BULK,
  },
  { first: BULK_PREFIX + 13, names: "elem.drop", takes: "", gives: "", immediates: "index", ...BULK },
  {
    first: BULK_PREFIX + 14,
    names: "table.copy",
    takes: "iii",
    gives: "",
    immediates: "two-indexes",
    ...BULK,
  },
  { first: BULK_PREFIX + 15, names: "table.grow", takes: "ri", gives: "i", immediates: "index", ...BULK },
  { first: BULK_PREFIX + 16, names: "table.size", takes: "", gives: "i", immediates: "index", ...PLAIN },
  { first: BULK_PREFIX + 17, names: "table.fill", takes: "iri", gives: "", immediates: "index", ...BULK },
];

/** Every instruction but the fixed-width SIMD ones. */
export const SCALAR_INSTRUCTIONS: readonly InstructionRow[] = [
  ...STRUCTURE,
  ...LOADS_AND_STORES,
  ...INTEGERS,
  ...FLOATS,
  ...SATURATING_AND_BULK,
];
