import { createHandClock } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { createDeadlines } from "../../src/requests/deadlines.ts";

describe("deadlines", () => {
  it("expire each at its time, whichever order they were added in", async () => {
    const clock = createHandClock();
    const deadlines = createDeadlines(clock);
    const expired: number[] = [];
    for (const ms of [300, 100, 200, 100]) deadlines.add(ms, () => expired.push(ms));
    await clock.advance(99);
    expect(expired).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual([100, 100]);
    await clock.advance(200);
    expect(expired).toEqual([100, 100, 200, 300]);
  });

  it("do not expire once they are forgotten", async () => {
    const clock = createHandClock();
    const deadlines = createDeadlines(clock);
    let expired = 0;
    const forget = deadlines.add(100, () => {
      expired += 1;
    });
    deadlines.add(200, () => {
      expired += 10;
    });
    forget();
    forget();
    await clock.advance(1_000);
    expect(expired).toBe(10);
  });

  it("take one wait for all that have the same time to live, and leave none behind when cleared", async () => {
    const clock = createHandClock();
    const deadlines = createDeadlines(clock);
    for (let times = 0; times < 100; times++) deadlines.add(10_000, () => undefined)();
    expect(clock.pending).toBe(1);
    deadlines.clear();
    expect(clock.pending).toBe(0);
  });
});
