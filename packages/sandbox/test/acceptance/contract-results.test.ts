import { systemClock } from "@icn-mesh/core/node";
import { describe, expect, it } from "vitest";
import { createInProcessRunner } from "../../src/in-process-runner.ts";
import { classOf, numberOf } from "../../src/testing/runner-contract/sample-work.ts";
import { returning, runModule } from "./run-module.ts";

const runner = createInProcessRunner({ clock: systemClock });

/** The contracts of the original suite, written by hand: what each computes, and what that is. */
const CONTRACTS: readonly (readonly [what: string, text: string, result: bigint])[] = [
  [
    "the sum of a list of 1, 2 and 3",
    returning(
      "(i64.add (i64.add (i64.load (i32.const 0)) (i64.load (i32.const 8))) (i64.load (i32.const 16)))",
      String.raw`(memory 1) (data (i32.const 0) "\01\00\00\00\00\00\00\00\02\00\00\00\00\00\00\00\03")`,
    ),
    6n,
  ],
  ["a number that is simply returned", returning("(i64.const 42)"), 42n],
  [
    "a function that calls another",
    returning(
      "(call $double (i64.const 4))",
      "(func $double (param i64) (result i64) (i64.shl (local.get 0) (i64.const 1)))",
    ),
    8n,
  ],
  [
    "one of two branches",
    returning(
      "(if (result i64) (i64.gt_s (i64.const 3) (i64.const 2)) (then (i64.const 7)) (else (i64.const 1)))",
    ),
    7n,
  ],
  [
    "a variable that is set twice",
    returning(
      "(local $x i64) (local.set $x (i64.const 3)) (local.set $x (i64.mul (local.get $x) (local.get $x))) (local.get $x)",
    ),
    9n,
  ],
  [
    "the length of a text",
    returning(
      "(i64.extend_i32_u (i32.load8_u (i32.const 0)))",
      String.raw`(memory 1) (data (i32.const 0) "\04mesh")`,
    ),
    4n,
  ],
  [
    "a match over a tag",
    returning("(block $b (block $a (br_table $a $b (i32.const 1))) (return (i64.const 10))) (i64.const 11)"),
    11n,
  ],
];

describe("AC-111 a contract", () => {
  it.each(CONTRACTS)("computes %s", async (_, text, result) => {
    expect(numberOf(await runModule(runner, text))).toBe(result);
  });
});

describe("AC-112 a contract", () => {
  it("is refused without a function run", async () => {
    const { outcome } = await runModule(runner, '(module (func (export "main") (result i64) (i64.const 1)))');
    expect(outcome).toMatchObject({
      type: "failed",
      class: "invalid-module",
      message: expect.stringContaining("run"),
    });
  });

  it("ends a while loop with the right value", async () => {
    const text = returning(`(local $n i64)
      (block $done (loop $while
        (br_if $done (i64.ge_s (local.get $n) (i64.const 10)))
        (local.set $n (i64.add (local.get $n) (i64.const 3)))
        (br $while)))
      (local.get $n)`);
    expect(numberOf(await runModule(runner, text))).toBe(12n);
  });

  it("ends a for loop with the right value", async () => {
    const text = returning(`(local $i i64) (local $sum i64)
      (loop $for
        (local.set $sum (i64.add (local.get $sum) (local.get $i)))
        (local.set $i (i64.add (local.get $i) (i64.const 1)))
        (br_if $for (i64.le_s (local.get $i) (i64.const 100))))
      (local.get $sum)`);
    expect(numberOf(await runModule(runner, text))).toBe(5050n);
  });

  it("that loops for ever ends all the same", async () => {
    expect(classOf(await runModule(runner, returning("(loop (br 0)) (i64.const 0)")))).toBe("out-of-fuel");
  });
});
