import type { Clock } from "../ports/clock.ts";
import { assertEqual, assertFails, assertThat } from "./assert.ts";
import type { Contract } from "./contract.ts";
import { countListeners } from "./count-listeners.ts";

/** A clock, and how to let time pass on it. */
export interface ClockSubject {
  readonly clock: Clock;
  /** Resolves when at least so many milliseconds have passed, and whatever was due by then has ended. */
  pass(ms: number): Promise<void>;
}

/** All that a `Clock` promises. It takes some 50 milliseconds on a real one. */
export const clockContract: Contract<ClockSubject> = [
  {
    promise: "tells the time in milliseconds since the epoch",
    check({ clock }) {
      assertThat(Number.isFinite(clock.now()) && clock.now() > 1_600_000_000_000, "the time is before 2020");
    },
  },
  {
    promise: "never goes back on its monotonic side",
    async check({ clock, pass }) {
      let last = clock.monotonic();
      for (let round = 0; round < 5; round++) {
        await pass(1);
        const next = clock.monotonic();
        assertThat(next >= last + 1, "a millisecond passed and did not show");
        last = next;
      }
    },
  },
  {
    promise: "ends a wait when its time has passed and not before",
    async check({ clock, pass }) {
      const due = clock.monotonic() + 3;
      const ended = clock.after(3).then(() => clock.monotonic());
      await pass(3);
      assertThat((await ended) >= due, "a wait ended early");
    },
  },
  {
    promise: "ends waits in the order of their time",
    async check({ clock, pass }) {
      const order: number[] = [];
      const waits = [20, 1, 10].map((ms) => clock.after(ms).then(() => order.push(ms)));
      await pass(20);
      await Promise.all(waits);
      assertEqual(order, [1, 10, 20], "order");
    },
  },
  {
    promise: "ends a wait of no time, or less, but never during the call",
    async check({ clock, pass }) {
      let isEnded = false;
      const waits = [0, -5, Number.NEGATIVE_INFINITY].map((ms) => clock.after(ms));
      const ended = Promise.all(waits).then(() => {
        isEnded = true;
      });
      assertEqual(isEnded, false, "ended during the call");
      await pass(0);
      await ended;
    },
  },
  {
    promise: "does not wait under a signal that has aborted",
    async check({ clock }) {
      const signal = AbortSignal.abort(new Error("left"));
      const held = countListeners(signal);
      assertEqual(await reasonOf(clock.after(1, { signal })), signal.reason, "reason");
      assertEqual(held(), 0, "listeners left on the signal");
    },
  },
  {
    promise: "gives up a wait with the signal's reason, whatever it is",
    async check({ clock }) {
      for (const reason of [new Error("left"), "a string", undefined]) {
        const leave = new AbortController();
        const held = countListeners(leave.signal);
        const given = reasonOf(clock.after(60_000, { signal: leave.signal }));
        leave.abort(reason);
        assertEqual(await given, leave.signal.reason, "reason");
        assertEqual(held(), 0, "listeners left on the signal");
      }
    },
  },
  {
    promise: "lets go of the signal when a wait has ended",
    async check({ clock, pass }) {
      const leave = new AbortController();
      const held = countListeners(leave.signal);
      const wait = clock.after(1, { signal: leave.signal });
      assertEqual(held(), 1, "listeners during the wait");
      await pass(1);
      await wait;
      assertEqual(held(), 0, "listeners after it");
      leave.abort();
    },
  },
  {
    promise: "waits for months, or for ever, without ending at once",
    async check({ clock, pass }) {
      const leave = new AbortController();
      const waits = [2 ** 31, 2 ** 32 + 1, 2 ** 53, Number.POSITIVE_INFINITY].map((ms) =>
        reasonOf(clock.after(ms, { signal: leave.signal }).then(() => leave.abort("a wait ended"))),
      );
      await pass(5);
      leave.abort("as it should");
      assertEqual(
        await Promise.all(waits),
        waits.map(() => "as it should"),
        "reasons",
      );
    },
  },
  {
    promise: "refuses to wait for what is no number",
    check: ({ clock }) => assertFails("CORE_OUT_OF_RANGE", () => clock.after(Number.NaN)),
  },
];

async function reasonOf(wait: Promise<void>): Promise<unknown> {
  return wait.then(
    () => "it ended",
    (reason: unknown) => reason,
  );
}
