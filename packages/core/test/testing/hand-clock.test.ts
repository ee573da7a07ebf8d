import { describe, expect, it } from "vitest";
import { clockContract } from "../../src/testing/clock-contract.ts";
import { createHandClock } from "../../src/testing/hand-clock.ts";

describe("a clock moved by hand", () => {
  for (const { promise, check } of clockContract) {
    it(promise, () => {
      const clock = createHandClock();
      return check({ clock, pass: (ms) => clock.advance(ms) });
    });
  }

  it("stands still until it is moved", async () => {
    const clock = createHandClock({ now: 1_700_000_000_000 });
    const wait = clock.after(0);
    expect([clock.now(), clock.monotonic(), clock.pending]).toEqual([1_700_000_000_000, 1_000, 1]);
    await clock.advance(0);
    await wait;
    await clock.advance(250);
    expect([clock.now(), clock.monotonic(), clock.pending]).toEqual([1_700_000_000_250, 1_250, 0]);
  });

  it("shows whole milliseconds on the wall, also where it is moved by parts of one", async () => {
    const clock = createHandClock({ now: 1_700_000_000_000 });
    await clock.advance(0.6);
    await clock.advance(0.6);
    expect([clock.now(), clock.monotonic()]).toEqual([1_700_000_000_001, 1_001.2]);
  });

  it("ends each wait at its own time, and then what was waited for next", async () => {
    const clock = createHandClock();
    const log: string[] = [];
    async function tick(name: string, ms: number, times: number) {
      for (let time = 0; time < times; time++) {
        await clock.after(ms);
        log.push(`${name} ${clock.monotonic() - 1_000}`);
      }
    }
    const ticks = [tick("slow", 5, 2), tick("quick", 3, 4)];
    await clock.advance(10);
    expect(log).toEqual(["quick 3", "slow 5", "quick 6", "quick 9", "slow 10"]);
    await clock.advance(2);
    await Promise.all(ticks);
  });

  it("ends equal waits in the order of their calls", async () => {
    const clock = createHandClock();
    const log: number[] = [];
    for (const index of [1, 2, 3]) void clock.after(5).then(() => log.push(index));
    await clock.advance(5);
    expect(log).toEqual([1, 2, 3]);
  });

  it("counts a wait that was given up no longer", async () => {
    const clock = createHandClock();
    const leave = new AbortController();
    const wait = clock.after(5, { signal: leave.signal });
    expect(clock.pending).toBe(1);
    leave.abort(new Error("left"));
    await expect(wait).rejects.toThrow("left");
    expect(clock.pending).toBe(0);
  });

  it("moves the wall alone when asked to, either way, and no wait minds", async () => {
    const clock = createHandClock({ now: 1_700_000_000_000 });
    void clock.after(5);
    clock.shiftWall(-60_000);
    expect([clock.now(), clock.monotonic(), clock.pending]).toEqual([1_699_999_940_000, 1_000, 1]);
    await clock.advance(5);
    expect([clock.now(), clock.pending]).toEqual([1_699_999_940_005, 0]);
  });

  it("takes moves one after the other", async () => {
    const clock = createHandClock();
    await Promise.all([clock.advance(3), clock.advance(4)]);
    expect(clock.monotonic()).toBe(1_007);
  });

  it("lets others run in the way that it is told", async () => {
    const clock = createHandClock({ settle: () => takeTurns(2_000) });
    const log: string[] = [];
    void clock.after(1).then(async () => {
      await takeTurns(1_000);
      log.push("first");
    });
    void clock.after(2).then(() => log.push("second"));
    await clock.advance(2);
    expect(log).toEqual(["first", "second"]);
  });

  it("does not go back", () => {
    const failure = expect.objectContaining({ code: "CORE_OUT_OF_RANGE" });
    expect(() => createHandClock().advance(-1)).toThrow(failure);
  });
});

async function takeTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
}
