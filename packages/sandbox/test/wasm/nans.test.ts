import { describe, expect, it } from "vitest";
import { INSTRUCTIONS } from "../../src/wasm/instruction-table.ts";
import { guest } from "./guest.ts";
import { TERMS } from "./terms.ts";

const DETERMINISTIC = { terms: { ...TERMS, deterministic: true } };
const F32 = 0x7fc00000;
const F64 = 0x7ff8000000000000n;
// Signalling, with a payload and a sign: whatever an instruction makes of it, it is not the canonical NaN by chance.
const ODD = { f: "f32.const -nan:0x200001", F: "f64.const -nan:0x4000000000001" } as const;

const computing = (shape: string) =>
  INSTRUCTIONS.filter(({ makesNan }) => makesNan === shape).map(({ name, takes }) => [name, takes] as const);

const scalars = (takes: string): string =>
  [...takes].map((letter) => `(${ODD[letter as "f" | "F"]})`).join(" ");

describe("a deterministic guest", () => {
  it.each(computing("f32"))("gets the canonical NaN of %s", (name, takes) => {
    const text = `(module (func (export "run") (result i32) (i32.reinterpret_f32 (${name} ${scalars(takes)}))))`;
    expect((guest(text, DETERMINISTIC).call("run") as number) >>> 0).toBe(F32);
  });

  it.each(computing("f64"))("gets the canonical NaN of %s", (name, takes) => {
    const text = `(module (func (export "run") (result i64) (i64.reinterpret_f64 (${name} ${scalars(takes)}))))`;
    expect(guest(text, DETERMINISTIC).call("run")).toBe(F64);
  });

  it.each(computing("f32x4"))("gets canonical NaNs of %s", (name, takes) => {
    const odd = "v128.const i32x4 0xff900001 0xff900001 0xff900001 0xff900001";
    const wide = "v128.const i64x2 0xfff4000000000001 0xfff4000000000001";
    const operands = [...takes].map(() => `(${name.includes("demote") ? wide : odd})`).join(" ");
    const text = `(module (func (export "run") (param i32) (result i32)
      (i32x4.extract_lane 0 (${name} ${operands}))))`;
    expect((guest(text, DETERMINISTIC).call("run") as number) >>> 0).toBe(F32);
  });

  it.each(computing("f64x2"))("gets canonical NaNs of %s", (name, takes) => {
    const odd = "v128.const i64x2 0xfff4000000000001 0xfff4000000000001";
    const narrow = "v128.const i32x4 0xff900001 0xff900001 0xff900001 0xff900001";
    const operands = [...takes].map(() => `(${name.includes("promote") ? narrow : odd})`).join(" ");
    const text = `(module (func (export "run") (result i64) (i64x2.extract_lane 1 (${name} ${operands}))))`;
    expect(guest(text, DETERMINISTIC).call("run")).toBe(F64);
  });

  it("keeps the bits of NaNs that no instruction computed", () => {
    const text = `(module (memory 1) (data (i32.const 0) "\\01\\00\\a0\\ff") (global $g (mut f32) (f32.const 0))
      (func (export "run") (param f64) (result i32) (local f32)
        (local.set 1 (f32.load (i32.const 0)))
        (global.set $g (select (local.get 1) (f32.const 1) (i32.const 1)))
        (f32.store (i32.const 8) (f32.neg (f32.neg (global.get $g))))
        (i32.load (i32.const 8))))`;
    expect((guest(text, DETERMINISTIC).call("run", 1) as number) >>> 0).toBe(0xffa00001);
  });

  it("gets the same numbers where there is no NaN", () => {
    const text = `(module (func (export "run") (param f64 f64) (result f64)
      (f64.sqrt (f64.div (f64.add (local.get 0) (local.get 1)) (f64.mul (local.get 0) (local.get 1))))))`;
    const plain = guest(text);
    const canonical = guest(text, DETERMINISTIC);
    for (const [left, right] of [
      [1, 2],
      [0.1, 1e300],
      [-0, 5],
      [Number.POSITIVE_INFINITY, 3],
    ]) {
      expect(canonical.call("run", left, right)).toBe(plain.call("run", left, right));
    }
    expect(canonical.meter.used).toBe(plain.meter.used);
  });

  it("sees the canonical NaN also through an instruction that is not blind to it", () => {
    const through = (code: string): unknown => {
      const text = `(module (memory 1) (func (export "run") (result i64) (local f64) ${code}))`;
      return guest(text, DETERMINISTIC).call("run");
    };
    const sum = `(f64.add (${ODD.F}) (${ODD.F}))`;
    expect(through(`(i64.reinterpret_f64 (f64.copysign (f64.const 1) ${sum}))`)).toBe(0x3ff0000000000000n);
    expect(through(`(f64.store (i32.const 0) ${sum}) (i64.load (i32.const 0))`)).toBe(F64);
    expect(through(`(local.set 0 ${sum}) (i64.reinterpret_f64 (local.get 0))`)).toBe(F64);
    expect(through(`(i64.reinterpret_f64 (f64.abs ${sum}))`)).toBe(F64);
    expect(through(`(i64.reinterpret_f64 (f64.mul (f64.const 2) ${sum}))`)).toBe(F64);
    const lanes = "(v128.const i64x2 0xfff4000000000001 0xfff4000000000001)";
    const mixed = `(i64x2.extract_lane 0 (f32x4.add (v128.const i64x2 0 0) (f64x2.add ${lanes} ${lanes})))`;
    expect(through(mixed)).toBe(0x7fc0000000000000n);
  });
});
