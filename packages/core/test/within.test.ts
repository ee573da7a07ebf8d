import { describe, expect, it } from "vitest";
import { createHandClock } from "../src/testing/index.ts";
import { within } from "../src/within.ts";

const REASON = new Error("nobody waits any more");
const never = () => new Promise<never>(() => undefined);

/** The end of the waiting, and the signal that the work was given. */
function waiting<Value>(work: () => Promise<Value>, signal?: AbortSignal) {
  const clock = createHandClock();
  const given = Promise.withResolvers<AbortSignal>();
  const end = within(clock, { ms: 1000, signal }, (until) => {
    given.resolve(until);
    return work();
  });
  end.catch(() => undefined);
  return { clock, end, given: given.promise };
}

describe("waiting for some time", () => {
  it("gives what the work comes to, or its failure", async () => {
    expect(await waiting(async () => 1).end).toBe(1);
    await expect(waiting(() => Promise.reject(REASON)).end).rejects.toBe(REASON);
  });

  it("gives undefined once the time is over, whether the work heeds its signal or not", async () => {
    const { clock, end, given } = waiting(never);
    const until = await given;
    await clock.advance(999);
    expect(until.aborted).toBe(false);
    await clock.advance(1);
    expect(await end).toBe(undefined);
    expect(until.aborted).toBe(true);
  });

  it("tells the work when nobody waits any more", async () => {
    const over = new AbortController();
    const { given } = waiting(never, over.signal);
    over.abort(REASON);
    expect((await given).reason).toBe(REASON);
  });
});
