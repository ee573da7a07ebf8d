import type { HandClock } from "@icn-mesh/core/testing";

/** What the promise comes to; the clock moves on until then, by `step` milliseconds at a time. */
export async function ended<Value>(clock: HandClock, promise: Promise<Value>, step = 10): Promise<Value> {
  let isPending = true;
  const done = () => {
    isPending = false;
  };
  promise.then(done, done);
  for (await clock.advance(0); isPending; ) await clock.advance(step);
  return promise;
}
