/** How often each thing was seen. */
export type Counts = Readonly<Record<string, number>>;

/** Counts what is seen, by name. */
export interface Counters {
  readonly seen: Counts;
  add(name: string, times?: number): void;
}

/** Nothing was seen yet. */
export function createCounters(): Counters {
  const seen: Record<string, number> = {};
  return {
    seen,
    add(name, times = 1) {
      seen[name] = (seen[name] ?? 0) + times;
    },
  };
}

/** What was seen in several worlds together. */
export function addCounts(sums: Counts, more: Counts): Counts {
  const all: Record<string, number> = { ...sums };
  for (const [name, times] of Object.entries(more)) all[name] = (all[name] ?? 0) + times;
  return all;
}
