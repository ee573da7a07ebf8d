import type { KeyRing } from "@icn-mesh/core/testing";
import type { Judge } from "@icn-mesh/economics";
import type { Configuration } from "./configuration.ts";
import { createCounters, type Sight, type Sights } from "./counters.ts";
import { runSeed, type SeedReport } from "./run-seed.ts";

/** Which seeds to run, and under what. */
export interface BatchOptions {
  readonly configuration: Configuration;
  readonly seeds: Iterable<number>;
  readonly judge: Judge;
  readonly keys: () => KeyRing;
  /** Leave the rest when a promise is seen broken. */
  readonly stopsAtFirst?: boolean;
  readonly onViolation?: (report: SeedReport) => void;
}

/** What a batch of seeds came to. */
export interface BatchReport {
  readonly seeds: number;
  readonly violated: readonly SeedReport[];
  readonly seen: Sights;
  readonly events: number;
  /** Certified facts. */
  readonly facts: number;
}

/** Runs seeds one after the other. */
export async function runBatch(options: BatchOptions): Promise<BatchReport> {
  const { configuration, judge, onViolation, stopsAtFirst = false } = options;
  const counters = createCounters();
  const violated: SeedReport[] = [];
  let [seeds, events, facts] = [0, 0, 0];
  for (const seed of options.seeds) {
    const report = await runSeed({ configuration, seed, judge, keys: options.keys() });
    seeds += 1;
    events += report.events;
    facts += report.facts;
    for (const [sight, times] of Object.entries(report.seen)) counters.add(sight as Sight, times);
    if (report.violations.length === 0) continue;
    violated.push(report);
    onViolation?.(report);
    if (stopsAtFirst) break;
  }
  return { seeds, violated, seen: counters.seen, events, facts };
}

/** What must have been seen in a large batch; a batch that never saw it has shown nothing about it. */
export function neverSeen({ contested, guards }: Configuration, seen: Sights): readonly Sight[] {
  const always: readonly Sight[] = [
    "certificates",
    "crashes",
    "duplicated",
    "equivocations",
    "lapsed",
    "lost",
    "offers without a chain",
    "paid",
    "partitions",
    "refused evidence",
    "refused forgeries",
    "refused late",
    "refused overdrafts",
    "refused refunds",
    "refused regenerations",
    "refused repeats",
    "refused strangers",
    "replays",
    "retries",
  ];
  const ofMany: readonly Sight[] = guards === 1 ? [] : ["contested"];
  const ofLiars: readonly Sight[] = contested === "charter" ? ["lies of guards", "rewound", "unlocked"] : [];
  return [...always, ...ofMany, ...ofLiars].filter((sight) => (seen[sight] ?? 0) === 0);
}
