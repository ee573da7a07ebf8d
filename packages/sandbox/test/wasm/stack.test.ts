import { describe, expect, it } from "vitest";
import { guest } from "./guest.ts";

const COUNT = `(global (export "depth") (mut i32) (i32.const 0))`;
const DEEPER = `(global.set 0 (i32.add (global.get 0) (i32.const 1)))`;

const endless = (locals = ""): string =>
  `(module ${COUNT} (func $f (export "run") ${locals} ${DEEPER} (call $f)))`;

function depthOf(text: string, stackWords: number): number {
  const { meter, call, exports } = guest(text, { stackWords });
  expect(call("run")).toMatch(/unreachable/);
  expect(meter.verdict).toBe("out-of-stack");
  return (exports["depth"] as WebAssembly.Global).value as number;
}

describe("the stack of a guest", () => {
  it("ends recursion where its words end", () => {
    const words = 8 + 2; // a frame, and two operands at a time
    expect(depthOf(endless(), 10_000)).toBe(Math.floor(10_000 / words));
    expect(depthOf(endless(), words - 1)).toBe(0);
    expect(depthOf(endless(), words)).toBe(1);
  });

  it("is taken by locals, and twice by vectors", () => {
    expect(depthOf(endless("(local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)"), 10_000)).toBe(500);
    expect(depthOf(endless("(local v128 v128 v128 v128 v128 v128 v128 v128 v128 v128)"), 3_200)).toBe(100);
  });

  it("ends recursion through a table and through two functions", () => {
    const table = `(module ${COUNT} (type $t (func)) (table funcref (elem $f))
      (func $f (export "run") ${DEEPER} (call_indirect (type $t) (i32.const 0))))`;
    const two = `(module ${COUNT} (func $f (export "run") ${DEEPER} (call $g)) (func $g (call $f)))`;
    expect(depthOf(table, 1_000)).toBe(100);
    expect(depthOf(two, 1_000)).toBe(56);
  });

  it("is whole again after a call that returned or trapped", () => {
    const text = `(module (func $down (export "run") (param i32)
      (if (local.get 0) (then (call $down (i32.sub (local.get 0) (i32.const 1)))))))`;
    const { meter, call } = guest(text, { stackWords: 1_000 });
    for (let turn = 0; turn < 50; turn++) {
      expect(call("run", 80)).toBeUndefined();
      expect(meter.verdict).toBeUndefined();
      expect(call("run", 1_000)).toMatch(/unreachable/);
      expect(meter.verdict).toBe("out-of-stack");
    }
  });

  it("is whole for each of many calls from one place", () => {
    const text = `(module (func $leaf (param i32) (if (local.get 0) (then (call $leaf (i32.const 0)))))
      (func (export "run") (param i32)
        (loop (call $leaf (i32.const 1)) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`;
    const { meter, call } = guest(text, { stackWords: 60 });
    expect(call("run", 1_000)).toBeUndefined();
    expect(meter.verdict).toBeUndefined();
  });

  it("has room for a small function that calls nothing, and none for a large one", () => {
    const leaf = (locals: number): string =>
      `(module (func (export "run") (local ${"i64 ".repeat(locals)}) nop))`;
    const small = guest(leaf(20), { stackWords: 0 });
    expect(small.call("run")).toBeUndefined();
    expect(small.meter.verdict).toBeUndefined();
    const large = guest(leaf(100), { stackWords: 100 });
    expect(large.call("run")).toMatch(/unreachable/);
    expect(large.meter.verdict).toBe("out-of-stack");
  });

  it("ends before the engine's own does, which a guest must not see", () => {
    const bodies = [
      endless(),
      endless(`(local ${"i64 ".repeat(500)})`),
      endless(`(local ${"v128 ".repeat(500)})`),
    ];
    for (const text of bodies) {
      const { meter, call } = guest(text, { stackWords: 32_768 });
      expect(call("run")).toMatch(/unreachable/);
      expect(meter.verdict).toBe("out-of-stack");
    }
  });
});
