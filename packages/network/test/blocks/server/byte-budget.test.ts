import { createHandClock } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createByteBudget } from "../../../src/blocks/server/byte-budget.ts";

describe("a byte budget", () => {
  it("has room at first, and after too much was taken when enough time has passed", async () => {
    const clock = createHandClock();
    const budget = createByteBudget(clock, { bytesPerSecond: 1_000, burstBytes: 500 });
    await budget.room();
    budget.charge(1_500);
    const hasRoom = watched(budget.room());
    await clock.advance(1_000);
    expect(hasRoom()).toBe(false);
    await clock.advance(2);
    expect(hasRoom()).toBe(true);
  });

  it("is never more than full", async () => {
    const clock = createHandClock();
    const budget = createByteBudget(clock, { bytesPerSecond: 1_000, burstBytes: 500 });
    await clock.advance(3_600_000);
    budget.charge(500);
    const hasRoom = watched(budget.room());
    await clock.advance(0);
    expect(hasRoom()).toBe(false);
  });

  it("is not waited for after the signal has aborted", async () => {
    const clock = createHandClock();
    const budget = createByteBudget(clock, { bytesPerSecond: 1, burstBytes: 1 });
    budget.charge(100);
    const giveUp = new AbortController();
    const waiting = budget.room({ signal: giveUp.signal });
    giveUp.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    expect(clock.pending).toBe(0);
  });

  it("gives at most the burst and the rate, in whatever pieces", async () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 30 });
    await fc.assert(fc.asyncProperty(pieces, checkPieces), { numRuns: 30 });
  });
});

/** Before each piece there was room, so what was given before it is less than what the time so far allows. */
async function checkPieces(pieces: readonly number[]): Promise<void> {
  const clock = createHandClock();
  const budget = createByteBudget(clock, { bytesPerSecond: 1_000, burstBytes: 500 });
  const start = clock.monotonic();
  let given = 0;
  for (const piece of pieces) {
    const hasRoom = watched(budget.room());
    for (await clock.advance(0); !hasRoom(); ) await clock.advance(7);
    expect(given).toBeLessThan(500 + clock.monotonic() - start);
    budget.charge(piece);
    given += piece;
  }
}

/** Whether the promise has resolved by now. */
function watched(promise: Promise<void>): () => boolean {
  let isDone = false;
  promise.then(
    () => {
      isDone = true;
    },
    () => undefined,
  );
  return () => isDone;
}
