import { describe, expect, it } from "vitest";
import { guest } from "./guest.ts";

/** Loops that never end, in every shape that a line of code between a head and its branch can take. */
const ENDLESS: Readonly<Record<string, string>> = {
  "a branch to its head": "(loop (br 0))",
  "an empty block before the branch": "(loop (block) (br 0))",
  "a block that is left before the branch": "(loop (block (br 0)) (br 0))",
  "a block that is left on a condition": "(loop (block (br_if 0 (local.get 0))) (br 0))",
  "an if before the branch": "(loop (if (local.get 0) (then)) (br 0))",
  "a branch inside an arm": "(loop (if (i32.eqz (local.get 0)) (then (br 1))) (br 0))",
  "a branch inside the other arm": "(loop (if (local.get 0) (then) (else (br 1))) (br 0))",
  "a head within a head, left to the outer": "(loop (loop (br 1)))",
  "three heads": "(loop (loop (loop (br 2))))",
  "a table of branches": "(loop (br_table 0 0 0 (local.get 0)))",
  "a table that leaves a block first": "(loop (block (br_table 0 1 (local.get 0))) (br 0))",
  "a condition that is always true": "(loop (br_if 0 (i32.const 1)))",
  "a while loop": "(block (loop (br_if 1 (local.get 0)) (br 0)))",
  "a while loop whose body is an if":
    "(block (loop (br_if 1 (local.get 0)) (if (local.get 0) (then (nop))) (br 0)))",
  "a loop with a result": "(drop (loop (result i32) (br 0)))",
  "a loop that takes operands": "(i32.const 1) (loop (param i32) (drop) (i32.const 1) (br 0)) ",
  "dead code behind the branch": "(loop (br 0) (nop) (loop (nop)) (drop (i32.const 1)))",
  "calls of a function that is too short to check": "(loop (call $short) (br 0))",
  "calls through a table": "(loop (call_indirect (type $nothing) (i32.const 0)) (br 0))",
  "a store in every turn": "(loop (i32.store (i32.const 0) (i32.const 1)) (br 0))",
};

const module = (loop: string): string => `(module (type $nothing (func)) (memory 1)
  (table funcref (elem $short)) (func $short nop)
  (func (export "run") (param i32) ${loop}))`;

describe("a loop that never ends", () => {
  it.each(Object.entries(ENDLESS))("is stopped: %s", (_, loop) => {
    for (const fuel of [0, 1, 999, 100_000]) {
      const { meter, call } = guest(module(loop), { fuel });
      expect(call("run", 0)).toMatch(/unreachable/);
      expect(meter).toMatchObject({ verdict: "out-of-fuel", used: fuel, left: 0 });
    }
  });

  it("is stopped in the turn that it cannot pay, and not before", () => {
    const text = `(module (global (export "turns") (mut i32) (i32.const 0))
      (func (export "run") (loop (global.set 0 (i32.add (global.get 0) (i32.const 1))) (br 0))))`;
    for (const fuel of [0, 4, 5, 9, 10, 1_000, 1_004]) {
      const { call, exports } = guest(text, { fuel });
      call("run");
      expect((exports["turns"] as WebAssembly.Global).value).toBe(Math.floor(fuel / 5));
    }
  });

  it("is stopped in recursion, where no loop is", () => {
    const text = `(module (func $f (export "run") (param i32)
      (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1)))
        (call $f (i32.sub (local.get 0) (i32.const 1)))))))`;
    const { meter, call } = guest(text, { fuel: 100_000 });
    expect(call("run", 60)).toMatch(/unreachable/);
    expect(meter).toMatchObject({ verdict: "out-of-fuel", used: 100_000 });
  });
});
