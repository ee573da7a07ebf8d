import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BoundedQueueOptions, createBoundedQueue } from "../src/bounded-queue.ts";

describe("a bounded queue", () => {
  it("pushes out the oldest when it is full, and counts the loss", () => {
    const queue = createBoundedQueue<string>({ max: 2, whenFull: "drop-oldest" });
    for (const item of ["a", "b", "c"]) expect(queue.push(item)).toBe(true);
    expect([...queue]).toEqual(["b", "c"]);
    expect(queue.lost).toBe(1);
    expect(queue.shift()).toBe("b");
  });

  it("refuses when it is full, and counts the loss", () => {
    const queue = createBoundedQueue<string>({ max: 1, whenFull: "refuse" });
    expect(queue.push("a")).toBe(true);
    expect(queue.push("b")).toBe(false);
    expect([...queue]).toEqual(["a"]);
    expect(queue.lost).toBe(1);
    expect(queue.shift()).toBe("a");
    expect(queue.push("b")).toBe(true);
  });

  it("lists the items there were when the list began", () => {
    const queue = createBoundedQueue<number>({ max: 9, whenFull: "refuse" });
    queue.push(1);
    queue.push(2);
    const listed: number[] = [];
    for (const item of queue) {
      listed.push(item);
      queue.push(item + 10);
      queue.shift();
    }
    expect(listed).toEqual([1, 2]);
    expect([...queue]).toEqual([11, 12]);
  });

  it("refuses a size that is none", () => {
    for (const max of [0, 0.5, Number.NaN]) {
      expect(() => createBoundedQueue({ max, whenFull: "refuse" })).toThrow(
        expect.objectContaining({ code: "CORE_OUT_OF_RANGE" }),
      );
    }
  });

  it("does what a list would do", () => {
    const step = fc.record({ do: fc.constantFrom("push", "push", "shift"), item: fc.nat() });
    const policy = fc.constantFrom("drop-oldest", "refuse");
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        policy,
        fc.array(step, { maxLength: 300 }),
        (max, whenFull, steps) => {
          const queue = createBoundedQueue<number>({ max, whenFull });
          const model = createListQueue(max, whenFull);
          for (const { do: name, item } of steps) {
            expect(queue[name](item)).toBe(model[name](item));
            expect([...queue]).toEqual(model.list());
            expect(queue).toMatchObject({ size: model.list().length, lost: model.lost() });
          }
          queue.clear();
          expect([...queue]).toEqual([]);
          expect(queue.push(1)).toBe(true);
          expect(queue.shift()).toBe(1);
        },
      ),
    );
  });
});

/** The same queue, as slow and plain as can be. */
function createListQueue(max: number, whenFull: BoundedQueueOptions["whenFull"]) {
  let list: number[] = [];
  let lost = 0;
  return {
    list: () => list,
    lost: () => lost,
    shift: () => list.shift(),
    push(item: number) {
      const isFull = list.length === max;
      if (isFull) lost += 1;
      if (isFull && whenFull === "refuse") return false;
      list = [...list.slice(isFull ? 1 : 0), item];
      return true;
    },
  };
}
