import { createHandClock } from "@icn-mesh/core/testing";
import { expect, it } from "vitest";
import { createBreaks } from "../../src/tasks/breaks.ts";

it("a break is due once some time has passed, and not again right after it", async () => {
  const clock = createHandClock();
  const breaks = createBreaks(clock);
  expect(breaks.due()).toBeUndefined();
  await clock.advance(5);
  let isOver = false;
  const pause = breaks.due()?.then(() => {
    isOver = true;
  });
  expect(isOver).toBe(false);
  await clock.advance(0);
  await pause;
  expect(isOver).toBe(true);
  expect(breaks.due()).toBeUndefined();
});
