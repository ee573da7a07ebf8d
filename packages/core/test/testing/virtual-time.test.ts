import { describe, expect, it } from "vitest";
import { createMemoryStorage } from "../../src/index.ts";
import { clockContract } from "../../src/testing/clock-contract.ts";
import { createLife, steadyLife } from "../../src/testing/life.ts";
import { clockOfLife, storageOfLife } from "../../src/testing/life-ports.ts";
import { createVirtualTime } from "../../src/testing/virtual-time.ts";

const START = 1_800_000_000_000;

function startOfTime() {
  return createVirtualTime({
    async settle() {
      for (let turn = 0; turn < 100; turn++) await Promise.resolve();
    },
  });
}

describe("virtual time", () => {
  it("runs events in the order of their time, and of equal times in the order of their calls", async () => {
    const time = startOfTime();
    const log: string[] = [];
    for (const [name, ms] of Object.entries({ c: 5, a: 1, d: 5, b: 2.5, e: 9 }))
      time.after(ms, () => log.push(`${name} ${time.now}`));
    await time.runUntil(() => false, 100);
    expect(log).toEqual(["a 1", "b 3", "c 5", "d 5", "e 9"]);
    expect([time.now, time.events]).toEqual([100, 5]);
  });

  it("keeps that order for a thousand events in any order", async () => {
    const time = startOfTime();
    const log: number[] = [];
    for (let number = 0; number < 1000; number++)
      time.after((number * 7919) % 1000, () => log.push(time.now));
    await time.runUntil(() => false, 1000);
    expect(log).toEqual(log.toSorted((one, other) => one - other));
    expect(log).toHaveLength(1000);
  });

  it("stops where it is so, and goes on from there", async () => {
    const time = startOfTime();
    let events = 0;
    for (const ms of [1, 2, 3]) time.after(ms, () => (events += 1));
    await time.runUntil(() => events === 2, 100);
    expect(time.now).toBe(2);
    await time.runUntil(() => false, 2);
    expect(events).toBe(2);
    await time.runUntil(() => false, 100);
    expect(events).toBe(3);
  });

  it("does not run what was taken back", async () => {
    const time = startOfTime();
    const takeBack = time.after(1, () => {
      throw new Error("it was taken back");
    });
    takeBack();
    await time.runUntil(() => false, 10);
    expect(time.events).toBe(0);
  });

  it("lets code that an event woke run before the next event", async () => {
    const time = startOfTime();
    const log: number[] = [];
    const steps = async () => {
      for (let step = 0; step < 3; step++) {
        await time.wait(2);
        log.push(time.now);
      }
    };
    void steps();
    time.after(3, () => log.push(time.now));
    await time.runUntil(() => false, 10);
    expect(log).toEqual([2, 3, 4, 6]);
  });
});

describe("the clock of a life", () => {
  for (const { promise, check } of clockContract) {
    it(promise, () => {
      const time = startOfTime();
      const clock = clockOfLife(steadyLife, { time, wall: () => START + time.now });
      return check({ clock, pass: (ms) => time.runUntil(() => false, time.now + ms) });
    });
  }
});

describe("a life", () => {
  const born = (calls: number, whenOver: () => void = () => undefined, lagMs = 0) => {
    const time = startOfTime();
    let left = calls;
    const isDue = () => left-- <= 0;
    return { time, life: createLife({ time, isDue, lagMs: () => lagMs }, whenOver) };
  };

  it("ends before or after a call of a port, and never hears what became of it", async () => {
    for (const [checks, written] of [
      [0, false],
      [1, true],
    ] as const) {
      let isOver = false;
      const { time, life } = born(checks, () => (isOver = true));
      const disk = createMemoryStorage();
      const store = storageOfLife(life, disk);
      let answers = 0;
      const bytes = Uint8Array.of(0xa0);
      void store.commit({ blocks: [{ bytes }] }).then(() => (answers += 1));
      await time.runUntil(() => false, 10);
      const found = [];
      for await (const cid of disk.cids()) found.push(cid);
      expect([isOver, life.isOver, answers, found.length]).toEqual([true, true, 0, written ? 1 : 0]);
    }
  });

  it("lets a call take its time", async () => {
    const { time, life } = born(10, undefined, 5);
    let at = 0;
    void life.call(() => (at = time.now));
    await time.runUntil(() => false, 10);
    expect(at).toBe(5);
  });

  it("wakes nobody any more once it is over", async () => {
    const { time, life } = born(10);
    const clock = clockOfLife(life, { time, wall: () => START });
    let ends = 0;
    const leave = new AbortController();
    void clock.after(1).then(() => (ends += 1));
    clock.after(9, { signal: leave.signal }).catch(() => (ends += 1));
    life.end();
    leave.abort();
    await time.runUntil(() => false, 10);
    expect(ends).toBe(0);
  });
});
