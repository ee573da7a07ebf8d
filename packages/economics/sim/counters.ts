/** Things that must happen sometimes, or else the simulation shows nothing. */
export type Sight =
  | "certificates"
  | "paid"
  | "lapsed"
  | "closed"
  | "crashes"
  | "partitions"
  | "lost"
  | "duplicated"
  | "retries"
  | "contested"
  | "unlocked"
  | "equivocations"
  | "refused refunds"
  | "refused late"
  | "refused strangers"
  | "refused forgeries"
  | "refused regenerations"
  | "refused overdrafts"
  | "refused repeats"
  | "refused evidence"
  | "lies of guards"
  | "rewound"
  | "offers without a chain"
  | "replays";

/** How often each thing was seen. */
export type Sights = Readonly<Partial<Record<Sight, number>>>;

/** Counts what is seen. */
export interface Counters {
  readonly seen: Sights;
  add(sight: Sight, times?: number): void;
}

/** Nothing seen, or what was seen elsewhere. */
export function createCounters(): Counters {
  const seen: Partial<Record<Sight, number>> = {};
  return {
    seen,
    add(sight, times = 1) {
      seen[sight] = (seen[sight] ?? 0) + times;
    },
  };
}
