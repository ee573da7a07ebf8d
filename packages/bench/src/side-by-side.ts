import { performance } from "node:perf_hooks";

/** One way of doing something, to be timed next to the others. Returns what it made, so that nothing is optimised away. */
export interface Contender {
  readonly name: string;
  readonly run: () => unknown;
  /** What this one should cost at most, as a multiple of the first contender. */
  readonly wanted?: number;
}

/** One operation, the ways to do it, and the floor that all are compared with: the first of them. */
export interface Comparison {
  readonly operation: string;
  readonly contenders: readonly [Contender, ...Contender[]];
  /** What is measured: time on the clock when not given, or what this process worked, whatever else the machine did. */
  readonly time?: BenchTime;
}

/** Milliseconds of one kind or the other since some moment. */
export type BenchTime = "clock" | "processor";

/** A line of the table: the median time of one call, and the median over the rounds of its ratio to the floor. */
export interface BenchRow {
  readonly operation: string;
  readonly name: string;
  readonly micros: number;
  /** What `micros` counts where it is no time; microseconds when not given. */
  readonly unit?: string;
  readonly ratio: number;
  readonly wanted: number | undefined;
}

const ROUNDS = 15;
const SLICE_MS = 30;

/**
 * Times the contenders in turns, a slice each, so that what the machine does meanwhile meets all of them alike;
 * ratios are taken within a round.
 */
export async function sideBySide(comparison: Comparison): Promise<readonly BenchRow[]> {
  const { operation, contenders, time = "clock" } = comparison;
  const counts = await sequential(contenders, async (contender) => callsPerSlice(contender));
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(
      await sequential(contenders, (contender, index) =>
        timed(contender, counts[index] as number, NOW[time]),
      ),
    );
  }
  return contenders.map(({ name, wanted }, index) => ({
    operation,
    name,
    micros: median(rounds.map((times) => times[index] as number)) * 1000,
    ratio: median(rounds.map((times) => (times[index] as number) / (times[0] as number))),
    wanted,
  }));
}

async function sequential<Item, Result>(
  items: readonly Item[],
  run: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) results.push(await run(item, index));
  return results;
}

/** Warms the contender up and finds out how often it can run in a slice. */
async function callsPerSlice(contender: Contender): Promise<number> {
  let calls = 1;
  for (;;) {
    const each = await timed(contender, calls);
    if (each * calls >= SLICE_MS) return Math.max(1, Math.round(SLICE_MS / each));
    calls *= 4;
  }
}

const NOW: Readonly<Record<BenchTime, () => number>> = {
  clock: () => performance.now(),
  processor() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/** Milliseconds of one call. A contender that returns a promise is awaited, the others are not. */
async function timed({ run }: Contender, calls: number, now = NOW.clock): Promise<number> {
  const start = now();
  const first = run();
  const isAsync = first instanceof Promise;
  if (isAsync) await first;
  for (let call = 1; call < calls; call++) {
    const result = run();
    if (isAsync) await result;
  }
  return (now() - start) / calls;
}

/** The middle of the values, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  return Number.isInteger(half) ? (upper + (sorted[half - 1] ?? Number.NaN)) / 2 : upper;
}
