import { createSeededRng, type Rng } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { randomModule } from "../../fuzz/wasm/random-module.ts";
import { FUEL_VERSION } from "../../src/wasm/fuel-costs.ts";
import { prepareModule } from "../../src/wasm/prepare-module.ts";
import { assemble } from "../assemble.ts";
import { bodyOf } from "./binary.ts";
import { guest, prepared } from "./guest.ts";
import { TERMS } from "./terms.ts";

const OFFERS = `(module
  (import "icn" "log" (func (param i32 i32 i32))) (import "icn" "random" (func (result i64)))
  (memory (export "memory") 1) (table (export "table") 2 funcref) (global (export "g") i32 (i32.const 3))
  (func (export "run") (param f64) (result i64) (i64.const 1)) (func $start) (start $start))`;

describe("a prepared module", () => {
  it("says what it imports and exports", () => {
    expect(prepared(OFFERS)).toMatchObject({
      fuelVersion: FUEL_VERSION,
      imports: [
        { module: "icn", name: "log", params: ["i32", "i32", "i32"], results: [] },
        { module: "icn", name: "random", params: [], results: ["i64"] },
      ],
      exports: [
        { name: "memory", kind: "memory" },
        { name: "table", kind: "table" },
        { name: "g", kind: "global" },
        { name: "run", kind: "function", params: ["f64"], results: ["i64"] },
      ],
      hasStart: true,
    });
    expect(prepared("(module)")).toMatchObject({ imports: [], exports: [], hasStart: false });
  });

  it("says whether it computes with floats", () => {
    expect(prepared(`(module (func (drop (f32.const 1))))`).usesFloats).toBe(true);
    expect(prepared(`(module (memory 1) (func (drop (f64.load (i32.const 0)))))`).usesFloats).toBe(true);
    expect(prepared(`(module (func (drop (i32.const 1))))`).usesFloats).toBe(false);
  });

  it("keeps every index of the original", () => {
    const text = `(module (import "host" "one" (func (result i32))) (table funcref (elem 0 1 2))
      (global (mut i32) (i32.const 5)) (global (mut i32) (i32.const 6)) (type (func (result i32)))
      (func (result i32) global.get 0) (func (result i32) global.get 1)
      (func (export "run") (param i32) (result i32) (call_indirect (result i32) (local.get 0))))`;
    const { call } = guest(text, { imports: { host: { one: () => 1 } } });
    expect([0, 1, 2].map((index) => call("run", index))).toEqual([1, 5, 6]);
  });

  it("has no custom sections", () => {
    const named = assemble(`(module (func $a_long_name_that_debuggers_like))`);
    const custom = new Uint8Array([...named, 0, 5, 1, 97, 1, 2, 3]);
    const found = prepareModule(custom, TERMS);
    expect(found).toMatchObject({ ok: true });
    expect(found.ok && WebAssembly.Module.customSections(new WebAssembly.Module(found.bytes), "a")).toEqual(
      [],
    );
  });

  it("is the same each time", () => {
    for (let seed = 0; seed < 20; seed++) {
      const { bytes } = randomModule(`same ${seed}`);
      expect(prepareModule(bytes, TERMS)).toEqual(prepareModule(bytes.slice(), TERMS));
    }
  });

  it("may be given as a part of a larger buffer", () => {
    const bytes = assemble(OFFERS);
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 5);
    expect(prepareModule(larger.subarray(5, 5 + bytes.length), TERMS)).toEqual(prepareModule(bytes, TERMS));
  });
});

/** Two bytes and three of code that need the most insertions, over and over. */
const GREEDY: Readonly<Record<string, readonly number[]>> = {
  "empty loops": [0x03, 0x40, 0x0b],
  ifs: [0x41, 0, 0x04, 0x40, 0x0b],
  "ifs with two arms": [0x41, 0, 0x04, 0x40, 0x01, 0x05, 0x01, 0x0b],
  "branches that leave": [0x41, 0, 0x0d, 0],
  "blocks that are left": [0x02, 0x40, 0x41, 0, 0x0d, 0, 0x0b],
  calls: [0x10, 0],
  "growing memories": [0x41, 0, 0x40, 0, 0x1a],
  fills: [0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x0b, 0],
  "NaNs of f32": [0x43, 0, 0, 0, 0, ...new Array<number>(100).fill([0x91, 0x01] as never).flat(), 0x1a],
  "NaNs of f64": [0x44, ...new Array<number>(8).fill(0), ...new Array(100).fill([0x9f, 0x01]).flat(), 0x1a],
  "NaNs of f32x4": [
    0xfd,
    0x0c,
    ...new Array(16).fill(0),
    ...new Array(100).fill([0xfd, 0xe3, 0x01, 0x01]).flat(),
    0x1a,
  ],
};

describe("the size of a prepared module", () => {
  it.each(Object.entries(GREEDY))("is at most 16 times that of the original: %s", (_, code) => {
    const module = bodyOf(Array.from({ length: 300 }, () => code).flat());
    const withMemory = code.includes(0x40) || code.includes(0xfc) ? addMemory(module) : module;
    for (const deterministic of [false, true]) {
      const found = prepareModule(withMemory, { ...TERMS, deterministic });
      expect(found).toMatchObject({ ok: true });
      expect(found.ok && found.bytes.length / withMemory.length).toBeLessThan(16);
    }
  });
});

function addMemory(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const exportsAt = 8 + 6 + 4;
  return new Uint8Array([...module.subarray(0, exportsAt), 5, 3, 1, 0, 1, ...module.subarray(exportsAt)]);
}

/** A module with some bytes changed, and some cut off, maybe. */
function damagedModule(rng: Rng, index: number): Uint8Array<ArrayBuffer> {
  const { bytes } = randomModule(`damaged ${index % 20}`);
  const damaged = bytes.slice(0, rng.below(4) === 0 ? 1 + rng.below(bytes.length - 1) : bytes.length);
  for (let left = rng.below(3); left >= 0; left--) damaged[rng.below(damaged.length)] = rng.below(256);
  return damaged;
}

describe("bytes that are no module", () => {
  it("are refused, whatever was done to them; and what is not refused is valid when it is metered", () => {
    const rng = createSeededRng("damage");
    const verdicts = { accepted: 0, refused: 0 };
    for (let index = 0; index < 400; index++) {
      const damaged = damagedModule(rng, index);
      const found = prepareModule(damaged, TERMS);
      verdicts[found.ok ? "accepted" : "refused"] += 1;
      expect(found.ok).toBe(WebAssembly.validate(found.ok ? found.bytes : damaged));
    }
    expect(verdicts.refused).toBeGreaterThan(100);
    expect(verdicts.accepted).toBeGreaterThan(20);
  });

  it.each([
    ["nothing", []],
    ["no magic", [1, 2, 3, 4, 1, 0, 0, 0]],
    ["a component", [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]],
    ["half a header", [0, 0x61, 0x73, 0x6d]],
    ["a section that is too long", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 200]],
    ["sections in disorder", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 3, 1, 0, 1, 1, 0]],
  ])("are refused: %s", (_, bytes) => {
    expect(prepareModule(new Uint8Array(bytes), TERMS)).toMatchObject({ ok: false, reason: "malformed" });
  });
});
