/** What work of the same kind has cost before. */
export interface Quote {
  /** A tenth of the past was cheaper. */
  readonly low: bigint;
  /** Half of the past was cheaper. */
  readonly likely: bigint;
  /** A tenth of the past was dearer. */
  readonly high: bigint;
  readonly samples: number;
}

/** A quote from the prices that receipts of the same module were paid; undefined where there are none. */
export function quoteFrom(paid: readonly bigint[]): Quote | undefined {
  const sorted = paid.toSorted((one, other) => (one < other ? -1 : Number(one > other)));
  const at = (percent: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))];
  const [low, likely, high] = [at(10), at(50), at(90)];
  if (low === undefined || likely === undefined || high === undefined) return undefined;
  return { low, likely, high, samples: sorted.length };
}
