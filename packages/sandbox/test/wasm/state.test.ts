import { describe, expect, it } from "vitest";
import { guest, prepared } from "./guest.ts";

const GLOBALS = `(module
  (global (mut i32) (i32.const -1)) (global i32 (i32.const 7)) (global (mut i64) (i64.const -1))
  (global (mut f32) (f32.const -nan:0x200001)) (global (mut f64) (f64.const -nan:0x4000000000001))
  (global (mut v128) (v128.const i64x2 1 0xffffffffffffffff))
  (func (export "bits") (result i32 i64 i32 i64 i64 i64)
    global.get 0 global.get 2 (i32.reinterpret_f32 (global.get 3)) (i64.reinterpret_f64 (global.get 4))
    (i64x2.extract_lane 0 (global.get 5)) (i64x2.extract_lane 1 (global.get 5)))
  (func (export "forget")
    (global.set 0 (i32.const 0)) (global.set 2 (i64.const 0)) (global.set 3 (f32.const 0))
    (global.set 4 (f64.const 0)) (global.set 5 (v128.const i64x2 0 0))))`;

describe("the state of a guest", () => {
  it("holds all mutable globals, bit for bit", () => {
    const { call, meter } = guest(GLOBALS);
    const before = call("bits");
    const saved = meter.saveGlobals();
    expect(saved.map((lane) => BigInt.asUintN(64, lane))).toEqual([
      0xffffffffn,
      0xffffffffffffffffn,
      0xffa00001n,
      0xfff4000000000001n,
      1n,
      0xffffffffffffffffn,
    ]);
    call("forget");
    meter.loadGlobals(saved);
    expect(call("bits")).toEqual(before);
  });

  it("goes on in another instance, memory and all", () => {
    const text = `(module (memory 1) (global $n (mut i32) (i32.const 0))
      (func (export "step") (result i32)
        (global.set $n (i32.add (global.get $n) (i32.const 1)))
        (i32.store (i32.const 100) (i32.add (i32.load (i32.const 100)) (global.get $n)))
        (i32.load (i32.const 100))))`;
    const first = guest(text);
    first.call("step");
    first.call("step");
    const second = guest(text);
    new Uint8Array(second.meter.memory!.buffer).set(new Uint8Array(first.meter.memory!.buffer));
    second.meter.loadGlobals(first.meter.saveGlobals());
    expect(second.call("step")).toBe(first.call("step"));
  });

  it("costs the guest nothing to save", () => {
    const { meter } = guest(GLOBALS);
    meter.loadGlobals(meter.saveGlobals());
    expect(meter.used).toBe(0);
  });

  it("of a module without mutable globals is its memory alone", () => {
    const { meter } = guest("(module (memory 1) (global i32 (i32.const 1)))");
    expect(meter.saveGlobals()).toEqual([]);
    meter.loadGlobals([]);
  });

  it("of one global is a list as well", () => {
    const { meter } = guest("(module (global (mut i64) (i64.const 5)))");
    expect(meter.saveGlobals()).toEqual([5n]);
  });

  it.each([
    ["table-changes", "(table 1 funcref) (func (table.set (i32.const 0) (ref.null func)))"],
    ["table-changes", "(table 1 funcref) (func (table.fill (i32.const 0) (ref.null func) (i32.const 1)))"],
    ["table-changes", "(table 1 funcref) (func (table.copy (i32.const 0) (i32.const 0) (i32.const 1)))"],
    ["table-changes", "(table 1 funcref) (func (drop (table.grow (ref.null func) (i32.const 1))))"],
    [
      "table-changes",
      "(table 1 funcref) (elem func 0) (func (table.init 0 (i32.const 0) (i32.const 0) (i32.const 1)))",
    ],
    ["dropped-segments", `(memory 1) (data "a") (func (data.drop 0))`],
    ["dropped-segments", "(table 1 funcref) (elem func 0) (func (elem.drop 0))"],
    ["reference-globals", "(global (mut funcref) (ref.null func))"],
    ["too-many-globals", "(global (mut i32) (i32.const 0))".repeat(501)],
  ])("is more than can be captured: %s", (reason, text) => {
    expect(prepared(`(module ${text})`).uncapturable).toBe(reason);
  });

  it("can be captured of what compilers make", () => {
    const text = `(module (table 3 funcref) (elem (i32.const 0) func 0) (memory 1) (data (i32.const 0) "a")
      (global (mut i32) (i32.const 0)) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 9))))`;
    expect(prepared(text).uncapturable).toBeUndefined();
  });
});
