import { describe, expect, it } from "vitest";
import { FUEL_COSTS, FUEL_LAG, LENGTH_COSTS } from "../../src/wasm/fuel-costs.ts";
import { guest } from "./guest.ts";

/** Fuel that one call takes, which has to return. */
function costOf(text: string, ...args: readonly unknown[]): number {
  const { meter, call } = guest(text, { fuel: 100_000_000 });
  const result = call("run", ...args);
  expect(meter.verdict, String(result)).toBeUndefined();
  expect(typeof result).not.toBe("string");
  return meter.used;
}

const run = (body: string, before = ""): string => `(module ${before} (func (export "run") ${body}))`;

describe("fuel", () => {
  it("is what the instructions cost together", () => {
    expect(costOf(run(""))).toBe(0);
    expect(costOf(run("nop nop nop"))).toBe(3 * FUEL_COSTS.plain);
    expect(costOf(run("(drop (i32.add (i32.const 1) (i32.const 2)))"))).toBe(4 * FUEL_COSTS.plain);
    expect(costOf(run("(drop (i32.div_u (i32.const 1) (i32.const 2)))"))).toBe(3 + FUEL_COSTS.divide);
    expect(costOf(run("(drop (f64.add (f64.const 1) (f64.const 2)))"))).toBe(3 + FUEL_COSTS.float);
    expect(costOf(run("(drop (i32.load (i32.const 0)))", "(memory 1)"))).toBe(2 + FUEL_COSTS.memory);
    expect(costOf(run("(call 0)", "(func)"))).toBe(FUEL_COSTS.call);
  });

  it("is charged only for the way that was taken", () => {
    const text = `(module (func (export "run") (param i32)
      (if (local.get 0) (then nop nop nop nop) (else nop))))`;
    expect([costOf(text, 1), costOf(text, 0)]).toEqual([2 + 4, 2 + 1]);
    const without = `(module (func (export "run") (param i32) (if (local.get 0) (then nop nop)) nop))`;
    expect([costOf(without, 1), costOf(without, 0)]).toEqual([2 + 2 + 1, 2 + 1]);
  });

  it("is charged for a branch that leaves, and not for what it skips", () => {
    const text = `(module (func (export "run") (param i32)
      (block (br_if 0 (local.get 0)) nop nop nop) nop))`;
    expect([costOf(text, 1), costOf(text, 0)]).toEqual([2 + 1, 2 + 3 + 1]);
    const table = `(module (func (export "run") (param i32)
      (block (block (br_table 0 1 (local.get 0))) nop nop) nop))`;
    expect([costOf(table, 0), costOf(table, 1)]).toEqual([2 + 2 + 1, 2 + 1]);
  });

  it("is charged once by a function that pays once and leaves on a condition", () => {
    const text = `(module (func $short (param i32) (br_if 0 (i32.trunc_f32_u (f32.const 1))))
      (func (export "run") (call $short (i32.const 0))))`;
    expect(costOf(text)).toBe(1 + FUEL_COSTS.call + 1 + FUEL_COSTS.float + FUEL_COSTS.branch);
  });

  it("counts the turns of a loop", () => {
    const text = `(module (func (export "run") (param i32)
      (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`;
    expect([1, 2, 1000].map((turns) => costOf(text, turns))).toEqual([5, 10, 5000]);
  });

  it("is charged for bytes that are filled, copied and initialised", () => {
    const memory = `(memory 2) (data "0123456789abcdef")`;
    const cost = (bytes: number): number =>
      3 + FUEL_COSTS.bulk + Math.ceil(bytes / LENGTH_COSTS.bytesPerUnit);
    for (const bytes of [0, 1, 8, 9, 4_096, 65_536]) {
      const operands = `(i32.const 0) (i32.const 0) (i32.const ${bytes})`;
      expect(costOf(run(`(memory.fill ${operands})`, memory))).toBe(cost(bytes));
      expect(costOf(run(`(memory.copy ${operands})`, memory))).toBe(cost(bytes));
    }
    expect(costOf(run(`(memory.init 0 (i32.const 0) (i32.const 0) (i32.const 16))`, memory))).toBe(cost(16));
  });

  it("is charged for elements of tables", () => {
    const table = "(table 50 funcref) (elem func 0 0 0)";
    const of = (body: string): number => costOf(`(module ${table} (func (export "run") ${body}))`);
    expect(of("(table.fill (i32.const 0) (ref.null func) (i32.const 40))")).toBe(3 + FUEL_COSTS.bulk + 40);
    expect(of("(table.copy (i32.const 0) (i32.const 1) (i32.const 7))")).toBe(3 + FUEL_COSTS.bulk + 7);
    expect(of("(table.init 0 (i32.const 0) (i32.const 0) (i32.const 3))")).toBe(3 + FUEL_COSTS.bulk + 3);
    expect(of("(drop (table.grow (ref.null func) (i32.const 9)))")).toBe(3 + FUEL_COSTS.bulk + 9);
  });

  it("is charged for pages that a memory grows by, and not for those that it was refused", () => {
    const grow = (pages: number): string => run(`(drop (memory.grow (i32.const ${pages})))`, "(memory 1 16)");
    expect(costOf(grow(3))).toBe(2 + FUEL_COSTS.grow + 3 * LENGTH_COSTS.perPage);
    expect(costOf(grow(16))).toBe(2 + FUEL_COSTS.grow);
  });

  it("stops a fill that it cannot pay before it happens", () => {
    const text = `(module (memory (export "m") 1)
      (func (export "run") (memory.fill (i32.const 0) (i32.const 7) (i32.const 65536))))`;
    const { meter, call, exports } = guest(text, { fuel: 1_000 });
    expect(call("run")).toMatch(/unreachable/);
    expect(meter).toMatchObject({ verdict: "out-of-fuel", used: 1_000, left: 0 });
    expect(new Uint8Array((exports["m"] as WebAssembly.Memory).buffer)[0]).toBe(0);
  });

  it("pays for what a start function does, which runs when the meter says so", () => {
    const text = `(module (global (export "g") (mut i32) (i32.const 0)) (start 0)
      (func (global.set 0 (i32.const 9)) (loop (br 0))))`;
    const { meter, exports } = guest(text, { fuel: 50 });
    expect((exports["g"] as WebAssembly.Global).value).toBe(0);
    expect(() => meter.start()).toThrow(/unreachable/);
    expect((exports["g"] as WebAssembly.Global).value).toBe(9);
    expect(meter.verdict).toBe("out-of-fuel");
  });

  it("is right whenever a host function is called, and takes what that charges", () => {
    const seen: number[] = [];
    const text = `(module (import "host" "look" (func)) (memory 1)
      (func (export "run") (param i32) nop call 0
        (loop (drop (i32.load (i32.const 0))) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        call 0 (if (local.get 0) (then) (else call 0)) nop))`;
    const look = (): void => {
      seen.push(made.meter.used);
      made.meter.charge(100);
    };
    const made = guest(text, { fuel: 10_000, imports: { host: { look } } });
    expect(made.call("run", 3)).toBeUndefined();
    expect(seen).toEqual([11, 11 + 100 + 3 * 9 + 12, 11 + 100 + 3 * 9 + 12 + 100 + 10]);
    expect(made.meter.used).toBe((seen[2] ?? 0) + 100 + 1);
  });

  it("is short after a trap by less than twice the lag, however long the loop before it was", () => {
    const text = `(module (memory 1) (func (export "run") (param i32)
      (loop (i32.store (local.get 0) (i32.const 1)) (local.set 0 (i32.add (local.get 0) (i32.const 1)))
        (br 0))))`;
    const { meter, call } = guest(text, { fuel: 10_000_000 });
    expect(call("run", 0)).toMatch(/out of bounds/);
    const exact = 9 * 65_533;
    expect(meter.verdict).toBeUndefined();
    expect(meter.used).toBeLessThanOrEqual(exact + 9);
    expect(meter.used).toBeGreaterThan(exact - 2 * FUEL_LAG);
  });

  it("runs out also in a call that returns before anybody checks", () => {
    const { meter, call } = guest(run("nop nop nop nop"), { fuel: 3 });
    expect(call("run")).toBeUndefined();
    expect(meter).toMatchObject({ verdict: "out-of-fuel", used: 3, left: 0 });
  });
});
