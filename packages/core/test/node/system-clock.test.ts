import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/node/system-clock.ts";
import { clockContract } from "../../src/testing/clock-contract.ts";

describe("the clock of the system", () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  beforeEach(() => process.on("warning", note));
  afterEach(() => process.off("warning", note));

  for (const { promise, check } of clockContract) {
    it(promise, () => check({ clock: systemClock, pass: (ms) => systemClock.after(ms) }));
  }

  it("asks of the timers no more than they can do", async () => {
    const leave = new AbortController();
    const wait = systemClock.after(2 ** 40, { signal: leave.signal });
    await systemClock.after(1);
    leave.abort();
    await expect(wait).rejects.toBe(leave.signal.reason);
    expect(warnings).toEqual([]);
  });

  it("leaves no timer behind", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    const leave = new AbortController();
    const waits = Array.from({ length: 10 }, () => systemClock.after(60_000, { signal: leave.signal }));
    expect(timers()).toBe(before + 10);
    leave.abort();
    await Promise.allSettled(waits);
    expect(timers()).toBe(before);
  });
});
