import { systemClock } from "@icn-mesh/core/node";
import { describe, expect, it } from "vitest";
import { createInProcessRunner } from "../../src/in-process-runner.ts";
import { numberOf } from "../../src/testing/runner-contract/sample-work.ts";
import { returning, runModule } from "./run-module.ts";

const runner = createInProcessRunner({ clock: systemClock });
const IMPORTS = `
  (import "icn" "arg_read" (func $arg (param i32 i32 i32) (result i32)))
  (import "icn" "input_read" (func $input (param i32 i64 i32 i32) (result i32)))
  (import "icn" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 2)
  (data (i32.const 64) "hello, mesh")`;

async function linesOf(
  body: string,
): Promise<{ readonly returned: bigint | string; readonly lines: string[] }> {
  const lines: string[] = [];
  const result = await runModule(runner, returning(body, IMPORTS), {
    work: { args: ["hello, guest"], inputs: [new TextEncoder().encode("hello, input")] },
    onLog: ({ text }) => void lines.push(text),
  });
  return { returned: numberOf(result), lines };
}

describe("AC-116 a text", () => {
  it.each([
    ["an argument", "(call $arg (i32.const 0) (i32.const 0) (i32.const 5))"],
    ["an input", "(call $input (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 5))"],
  ])("read from %s into five bytes is cut to hello", async (_, call) => {
    const body = `(i64.extend_i32_u ${call}) (call $log (i32.const 1) (i32.const 0) (i32.const 8))`;
    expect(await linesOf(body)).toEqual({ returned: 5n, lines: ["hello\0\0\0"] });
  });

  it.each([
    ["an argument", "(call $arg (i32.const 0) (i32.const 131072) (i32.const 0))"],
    ["an input", "(call $input (i32.const 0) (i64.const 0) (i32.const 131072) (i32.const 0))"],
    ["beyond the end of an input", "(call $input (i32.const 0) (i64.const -1) (i32.const 0) (i32.const 5))"],
  ])("of no length can be read from %s", async (_, call) => {
    expect(await linesOf(`(i64.extend_i32_s ${call})`)).toEqual({ returned: 0n, lines: [] });
  });

  it("of no length can be logged", async () => {
    expect(
      (await linesOf("(call $log (i32.const 1) (i32.const 0) (i32.const 0)) (i64.const 0)")).lines,
    ).toEqual([""]);
  });

  it("is logged as far as its length says", async () => {
    expect(
      (await linesOf("(call $log (i32.const 1) (i32.const 64) (i32.const 5)) (i64.const 0)")).lines,
    ).toEqual(["hello"]);
  });

  it("that is too long to be logged is cut", async () => {
    const { lines } = await linesOf(
      "(call $log (i32.const 1) (i32.const 128) (i32.const 100000)) (i64.const 0)",
    );
    expect(lines.map(({ length }) => length)).toEqual([4096]);
  });
});
