import { createHandClock, createRecordingLogger } from "@icn-mesh/core/testing";
import { expect, it } from "vitest";
import { retryUntilDone } from "../../src/tasks/retry-until-done.ts";

function aTry(failures: number) {
  const clock = createHandClock();
  const logger = createRecordingLogger();
  const stop = new AbortController();
  let tries = 0;
  const done = retryUntilDone({ clock, logger }, { key: "it", fields: {}, signal: stop.signal }, async () => {
    tries += 1;
    if (tries <= failures) throw new Error("not yet");
  });
  return { clock, stop, done, tries: () => tries };
}

it("what fails is tried again after pauses that grow, until it is done", async () => {
  const { clock, done, tries } = aTry(2);
  await clock.advance(999);
  expect(tries()).toBe(1);
  await clock.advance(1);
  expect(tries()).toBe(2);
  await clock.advance(2000);
  expect([await done, tries()]).toEqual([true, 3]);
});

it("what is stopped before it is done is not tried again", async () => {
  const { clock, stop, done, tries } = aTry(5);
  await clock.advance(500);
  stop.abort();
  expect([await done, tries()]).toEqual([false, 1]);
});
