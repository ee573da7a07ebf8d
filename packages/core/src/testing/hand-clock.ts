import { assertNotNaN, assertNumber } from "../assert-in-range.ts";
import type { Clock } from "../ports/clock.ts";

/** A clock that stands still until it is moved by hand. */
export interface HandClock extends Clock {
  /**
   * Moves both clocks on. Waits that become due end one by one, in the order of their time and then of their calls,
   * each at its own time; code that wakes up runs before the next one ends, and what it waits for may end too.
   */
  advance(ms: number): Promise<void>;
  /** Moves the wall clock alone, either way, as an operator or a time server would. */
  shiftWall(ms: number): void;
  /** How many waits have neither ended nor been given up. */
  readonly pending: number;
}

/** Where the clock starts, and how it lets others run. */
export interface HandClockOptions {
  /** Milliseconds since the epoch; some moment in 2027 when not given. */
  readonly now?: number;
  /** Resolves when the code that a wait woke has run; a hundred turns of the microtask queue when not given. */
  readonly settle?: () => Promise<void>;
}

interface Wait {
  readonly due: number;
  readonly end: () => void;
}

/** A clock for tests; its monotonic time starts at 1 000, and its wall time is whole, as that of a machine is. */
export function createHandClock(options: HandClockOptions = {}): HandClock {
  const { now: start = 1_800_000_000_000, settle = takeTurns } = options;
  const waits = new Set<Wait>();
  let elapsed = 0;
  let wallShift = 0;
  let moving: Promise<void> = Promise.resolve();

  const monotonic = () => 1_000 + elapsed;

  async function moveTo(target: number): Promise<void> {
    await settle();
    for (let wait = firstDue(waits, target); wait !== undefined; wait = firstDue(waits, target)) {
      elapsed = Math.max(elapsed, wait.due);
      wait.end();
      await settle();
    }
    elapsed = target;
  }

  return {
    now: () => Math.floor(start + elapsed + wallShift),
    monotonic,
    after(ms, { signal } = {}) {
      return new Promise((resolve, reject) => {
        assertNotNaN("ms", ms);
        signal?.throwIfAborted();
        const wait = { due: elapsed + Math.max(0, ms), end };
        waits.add(wait);
        signal?.addEventListener("abort", leave);

        function forget(): void {
          waits.delete(wait);
          signal?.removeEventListener("abort", leave);
        }
        function end(): void {
          forget();
          resolve();
        }
        function leave(): void {
          forget();
          reject(signal?.reason);
        }
      });
    },
    advance(ms) {
      assertNumber("ms", ms, { min: 0 });
      moving = moving.then(() => moveTo(elapsed + ms));
      return moving;
    },
    shiftWall(ms) {
      assertNumber("ms", ms);
      wallShift += ms;
    },
    get pending() {
      return waits.size;
    },
  };
}

/** The earliest wait, of equals the one called first, if it is due by then. */
function firstDue(waits: Iterable<Wait>, target: number): Wait | undefined {
  let first: Wait | undefined;
  for (const wait of waits) {
    if (wait.due <= target && (first === undefined || wait.due < first.due)) first = wait;
  }
  return first;
}

async function takeTurns(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
}
