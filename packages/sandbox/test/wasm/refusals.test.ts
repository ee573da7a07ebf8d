import { describe, expect, it } from "vitest";
import { MODULE_BOUNDS } from "../../src/wasm/module-bounds.ts";
import { prepareModule } from "../../src/wasm/prepare-module.ts";
import { assemble } from "../assemble.ts";
import { binary, bodyOf, lebOf, section } from "./binary.ts";
import { TERMS } from "./terms.ts";

/** What a module is refused with. */
function refusalOf(bytes: Uint8Array): unknown {
  const found = prepareModule(bytes, TERMS);
  return found.ok ? "accepted" : [found.reason, found.message];
}

const ofText = (text: string): unknown => refusalOf(assemble(text));

describe("what is refused", () => {
  it.each([
    ["threads (shared memory)", assemble("(module (memory 1 1 shared))")],
    ["threads", assemble("(module (memory 1) (func (drop (i32.atomic.load (i32.const 0)))))")],
    ["exceptions", assemble("(module (tag))")],
    ["tail calls", assemble("(module (func $f return_call $f))")],
    ["garbage collection (a type that is no function)", binary(section(1, [1, 0x5f, 0]))],
    ["garbage collection and typed references (type 0x6e)", binary(section(1, [1, 0x60, 1, 0x6e, 0]))],
    ["relaxed SIMD", bodyOf([0xfd, 0x0c, ...zeros(16), 0xfd, 0x0c, ...zeros(16), 0xfd, 0x80, 0x02, 0x1a])],
    ["garbage collection", bodyOf([0x41, 0, 0xfb, 0x1c, 0x1a])],
    ["more than one memory", binary(section(5, [2, 0, 1, 0, 1]))],
  ])("%s", (message, bytes) => {
    expect(WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)).toBe(true);
    expect(refusalOf(bytes)).toEqual(["unsupported", message]);
  });

  it.each([
    ["64-bit memories and tables", binary(section(5, [1, 4, 1]))],
    ["exceptions", bodyOf([0x1f, 0x40, 0x00, 0x0b])],
    ["wide arithmetic", bodyOf([...[0x42, 0, 0x42, 0, 0x42, 0, 0x42, 0], 0xfc, 0x13, 0x1a, 0x1a])],
  ])("%s, which not every engine knows", (message, bytes) => {
    const isKnown = WebAssembly.validate(bytes);
    expect(refusalOf(bytes)).toEqual(
      isKnown ? ["unsupported", message] : ["malformed", "no WebAssembly module"],
    );
  });

  it.each([
    [`(import "env" "memory" (memory 1))`, "imports a memory: env memory"],
    [`(import "env" "table" (table 1 funcref))`, "imports a table: env table"],
    [`(import "env" "base" (global i32))`, "imports a global: env base"],
  ])("imports that are no functions: %s", (text, message) => {
    expect(ofText(`(module ${text})`)).toEqual(["import-kind", message]);
  });

  it("exports with the names of the meter", () => {
    const text = `(module (global $g (mut i64) (i64.const 5)) (export "icn:fuel" (global $g)))`;
    expect(ofText(text)).toEqual(["reserved-name", "exports icn:fuel"]);
    expect(ofText(`(module (func (export "icn:")))`)).toEqual(["reserved-name", "exports icn:"]);
  });

  it("a module that sets a global which it has not got, as that would be the fuel", () => {
    const forged = (global: number): Uint8Array => bodyOf([0x42, 0xff, 0xff, 0xff, 0x7f, 0x24, global]);
    for (const global of [0, 1, 2, 3]) {
      expect(refusalOf(forged(global))).toEqual(["malformed", "no WebAssembly module"]);
    }
  });

  it("a module that calls a function of the meter, which it has not got either", () => {
    for (const index of [1, 2, 3, 4, 5, 6]) {
      expect(refusalOf(bodyOf([0x10, index]))).toEqual(["malformed", "no WebAssembly module"]);
    }
  });
});

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}

describe("what is too much", () => {
  it("bytes of a module", () => {
    const limits = { ...TERMS.limits, moduleBytes: 8 };
    const found = prepareModule(assemble("(module (func))"), { ...TERMS, limits });
    expect(found).toMatchObject({
      reason: "too-large",
      message: expect.stringMatching(/^a module of \d+ bytes; 8/),
    });
  });

  it("functions", () => {
    const text = (count: number): string => `(module ${"(func) ".repeat(count)})`;
    expect(ofText(text(1_000))).toBe("accepted");
    expect(ofText(text(1_001))).toEqual(["too-many", "1001 functions; 1000 at most"]);
  });

  it("locals, also where a few bytes declare very many", () => {
    const bomb = (...groups: readonly number[]): Uint8Array => {
      const locals = groups.flatMap((count) => [...lebOf(count), 0x7f]);
      const body = [...lebOf(groups.length), ...locals, 0x0b];
      return binary(
        section(1, [1, 0x60, 0, 0]),
        section(3, [1, 0]),
        section(10, [1, ...lebOf(body.length), ...body]),
      );
    };
    expect(refusalOf(bomb(MODULE_BOUNDS.locals))).toBe("accepted");
    expect(refusalOf(bomb(MODULE_BOUNDS.locals + 1))).toEqual(["too-many", "10001 locals; 10000 at most"]);
    expect(refusalOf(bomb(6_000, 6_000))).toEqual(["too-many", "6000 locals; 4000 at most"]);
  });

  it("locals in functions with many branches, which compile for ever", () => {
    const functions = (blocks: number, count = 1): string => {
      const code = "(block (br_if 0 (local.get 0)))".repeat(blocks);
      return `(module ${`(func (local ${"i32 ".repeat(5_000)}) ${code})`.repeat(count)})`;
    };
    const refused = ["too-many", "locals in functions with so many branches"];
    expect(ofText(functions(400))).toBe("accepted");
    expect(ofText(functions(401))).toEqual(refused);
    expect(ofText(functions(400, 12))).toBe("accepted");
    expect(ofText(functions(400, 13))).toEqual(refused);
  });

  it("blocks within blocks", () => {
    const nested = (depth: number): Uint8Array =>
      bodyOf([...Array.from({ length: depth }, () => [0x02, 0x40]).flat(), ...new Array(depth).fill(0x0b)]);
    expect(refusalOf(nested(MODULE_BOUNDS.nesting - 1))).toBe("accepted");
    expect(refusalOf(nested(MODULE_BOUNDS.nesting))).toEqual([
      "too-many",
      "blocks within blocks; 4096 at most",
    ]);
  });

  it("targets of a branch", () => {
    const table = (count: number): Uint8Array =>
      bodyOf([0x41, 0, 0x0e, ...lebOf(count), ...new Array<number>(count + 1).fill(0)]);
    expect(refusalOf(table(MODULE_BOUNDS.targets))).toBe("accepted");
    expect(refusalOf(table(MODULE_BOUNDS.targets + 1))).toEqual(["too-many", "16385 targets; 16384 at most"]);
  });

  it.each([
    ["imports", `(import "a" "b" (func))`, MODULE_BOUNDS.imports],
    ["tables", "(table 1 funcref)", MODULE_BOUNDS.tables],
    ["globals", "(global i32 (i32.const 0))", MODULE_BOUNDS.globals],
  ])("%s", (what, text, most) => {
    expect(ofText(`(module ${text.repeat(most)})`)).toBe("accepted");
    expect(ofText(`(module ${text.repeat(most + 1)})`)).toEqual([
      "too-many",
      `${most + 1} ${what}; ${most} at most`,
    ]);
  });

  it("parameters and results", () => {
    expect(ofText(`(module (func (param ${"i32 ".repeat(101)})))`)).toEqual([
      "too-many",
      "101 parameters; 100 at most",
    ]);
  });
});
