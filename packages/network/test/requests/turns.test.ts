import { describe, expect, it } from "vitest";
import { createTurns } from "../../src/requests/turns.ts";
import { tick } from "../byte-streams.ts";

describe("turns", () => {
  it("go to so many at once, and to the others in the order in which they came", async () => {
    const turns = createTurns(2, 2);
    const order: string[] = [];
    expect([turns.tryTake(), turns.tryTake(), turns.tryTake()]).toEqual([true, true, false]);
    void turns.take()?.then(() => order.push("first"));
    void turns.take()?.then(() => order.push("second"));
    expect(turns.take()).toBeUndefined();
    turns.give();
    await tick();
    expect(order).toEqual(["first"]);
    turns.give();
    await tick();
    expect(order).toEqual(["first", "second"]);
    turns.give();
    turns.give();
    expect([turns.tryTake(), turns.tryTake(), turns.tryTake()]).toEqual([true, true, false]);
  });
});
