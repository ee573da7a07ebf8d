import { expect, it } from "vitest";
import { fillersFor } from "../../src/wasm/filler-functions.ts";
import { guest } from "./guest.ts";

const add = "(i32.add (i32.const 1))";

it("keeps the share of small functions at least what it was, up to a half", () => {
  for (let count = 1; count < 40; count++) {
    for (let smallBefore = 0; smallBefore <= count; smallBefore++) {
      for (let smallAfter = 0; smallAfter <= smallBefore; smallAfter++) {
        const fillers = fillersFor({ count, smallBefore, smallAfter });
        const wanted = Math.min(0.5, smallBefore / count);
        expect((smallAfter + fillers) / (count + fillers)).toBeGreaterThanOrEqual(wanted - 1e-9);
        expect(fillers).toBeLessThanOrEqual(count);
        // One fewer would be too few.
        if (fillers > 0) expect((smallAfter + fillers - 1) / (count + fillers - 1)).toBeLessThan(wanted);
      }
    }
  }
  expect(fillersFor({ count: 0, smallBefore: 0, smallAfter: 0 })).toBe(0);
});

it("leaves the functions of a module that grows beyond that where they are", () => {
  const text = `(module (global (mut i32) (i32.const 7))
    (func $more (param i32) (result i32) (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
      (else (call $more (i32.sub (local.get 0) (i32.const 1))) ${add})))
    (func (export "run") (param i32) (result i32) (i32.add (call $more (local.get 0)) (global.get 0))))`;
  expect(guest(text).call("run", 5)).toBe(12);
});
