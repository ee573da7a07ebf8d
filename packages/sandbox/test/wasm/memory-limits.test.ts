import { describe, expect, it } from "vitest";
import { prepareModule } from "../../src/wasm/prepare-module.ts";
import { assemble } from "../assemble.ts";
import { guest, prepared } from "./guest.ts";
import { TERMS } from "./terms.ts";

const grow = `(func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))`;

describe("a memory", () => {
  it("that is larger at first than the limit is refused", () => {
    expect(prepareModule(assemble("(module (memory 17))"), TERMS)).toMatchObject({
      ok: false,
      reason: "memory-over-limit",
      message: "a memory of 17 pages; 16 at most",
    });
    expect(prepareModule(assemble("(module (memory 16))"), TERMS)).toMatchObject({ ok: true });
  });

  it("does not grow beyond the limit, whatever it declares", () => {
    for (const most of ["", "16", "1000", "65536"]) {
      const { meter, call } = guest(`(module (memory 1 ${most}) ${grow})`);
      expect(call("grow", 15)).toBe(1);
      expect(meter.refusedGrowth).toBe(false);
      for (const pages of [1, 16, 65_535, -1]) expect(call("grow", pages)).toBe(-1);
      expect(meter.memory?.buffer.byteLength).toBe(16 * 65_536);
      expect(meter.verdict).toBeUndefined();
      expect(meter.refusedGrowth).toBe(true);
    }
  });

  it("does not grow beyond what it declares, nor by the host", () => {
    const { call, meter } = guest(`(module (memory 1 3) ${grow})`);
    expect([call("grow", 3), call("grow", 2), call("grow", 0)]).toEqual([-1, 1, 3]);
    expect(() => meter.memory?.grow(1)).toThrow(RangeError);
  });

  it("is described, with the most that it may become", () => {
    expect(prepared("(module (memory 2))").memory).toEqual({ initialPages: 2, maximumPages: 16 });
    expect(prepared("(module (memory 2 5))").memory).toEqual({ initialPages: 2, maximumPages: 5 });
    expect(prepared("(module)").memory).toBeUndefined();
    expect(guest("(module)").meter.memory).toBeUndefined();
  });
});

describe("a table", () => {
  const growTable = `(func (export "grow") (param i32) (result i32) (table.grow (ref.null func) (local.get 0)))`;

  it("that is larger at first than the limit is refused", () => {
    expect(prepareModule(assemble("(module (table 101 funcref))"), TERMS)).toMatchObject({
      reason: "table-over-limit",
      message: "a table of 101 elements; 100 at most",
    });
  });

  it("does not grow beyond the limit", () => {
    const { call, meter } = guest(`(module (table 1 funcref) ${growTable})`);
    expect(call("grow", 99)).toBe(1);
    expect(meter.refusedGrowth).toBe(false);
    expect(call("grow", 1)).toBe(-1);
    expect(meter.refusedGrowth).toBe(true);
  });
});
