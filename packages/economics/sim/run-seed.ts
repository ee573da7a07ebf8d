import type { KeyRing } from "@icn-mesh/core/testing";
import type { Judge } from "@icn-mesh/economics";
import type { Violation } from "@icn-mesh/economics/testing";
import type { Configuration } from "./configuration.ts";
import type { Sights } from "./counters.ts";
import { cutLines } from "./kernel/cut-lines.ts";
import { checkEnd } from "./oracle/check-end.ts";
import { populate } from "./populate.ts";
import { createWorld } from "./world/world.ts";

/** What a seed is run under. */
export interface RunOptions {
  readonly configuration: Configuration;
  readonly seed: number;
  readonly keys: KeyRing;
  readonly judge: Judge;
}

/** What a run came to. The same seed comes to the same, event by event. */
export interface SeedReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly seen: Sights;
  readonly events: number;
  readonly facts: number;
  /** How long it was in the world. */
  readonly elapsedMs: number;
}

/** Trouble lasts this long; what was begun in it has to end in the time after it. */
const TROUBLE_MS = 35_000;
const HEALED_MS = 900_000;

/** Plays one world from its beginning until everything in it has come to its end, and checks it against the truth. */
export async function runSeed({ configuration, seed, keys, judge }: RunOptions): Promise<SeedReport> {
  const violations: Violation[] = [];
  let now = () => 0;
  const report = (invariant: string, detail: string) => {
    if (violations.length < 20) violations.push({ invariant, detail, at: now() });
  };
  const world = await createWorld({ configuration, seed, keys, judge, report });
  const { kernel, faults, network, counters, truth } = world;
  now = () => kernel.now;
  const people = await populate(world);
  cutLines(world, people.names);
  await kernel.runUntil(() => violations.length > 0, TROUBLE_MS);
  faults.end();
  network.cut(undefined);
  const isBroken = () => violations.length > 0;
  await kernel.runUntil(() => isBroken() || people.isDone(), TROUBLE_MS + HEALED_MS);
  if (!isBroken()) await checkEnd(world, people);
  return {
    seed,
    violations,
    seen: counters.seen,
    events: kernel.events,
    facts: truth.books.facts.length,
    elapsedMs: kernel.now,
  };
}
