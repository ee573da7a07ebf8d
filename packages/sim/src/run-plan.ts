import type { Violation } from "@icn-mesh/economics/testing";
import { startFaults } from "./faults/start-faults.ts";
import { ALL_INVARIANTS } from "./invariants/all-invariants.ts";
import type { Checks, Invariant } from "./invariants/invariant.ts";
import type { Counts } from "./kernel/counters.ts";
import type { TraceEvent } from "./kernel/trace.ts";
import { undoneIn } from "./kernel/undone-in.ts";
import type { SimPlan } from "./plan/sim-plan.ts";
import { countJobs } from "./report/count-jobs.ts";
import { createWorld } from "./world/create-world.ts";
import { startMachines } from "./world/start-machines.ts";
import type { World } from "./world/world.ts";
import type { WorldHooks } from "./world/world-hooks.ts";

/** What a run came to. The same plan comes to the same, event by event. */
export interface SimReport {
  readonly plan: SimPlan;
  readonly violations: readonly Violation[];
  /** Differs as soon as two runs do. */
  readonly hash: string;
  readonly events: number;
  /** How long it was in the world. */
  readonly elapsedMs: number;
  /** How many faults came, of whatever kind; what a network does to each message is not counted. */
  readonly faults: number;
  /** What was seen, by name. */
  readonly seen: Counts;
  /** What happened last. */
  readonly tail: readonly TraceEvent[];
}

/** What a run is held to, and where the code under test comes in. */
export interface RunOptions extends WorldHooks {
  /** Promises besides those that every run is held to. */
  readonly invariants?: readonly Invariant[];
}

/** What was begun has to end within so long after the trouble. */
const HEALED_MS = 7_200_000;
/** Who was paid and keeps its receipt to itself makes its manager wait for a day. */
const DISHONEST_MS = 93_600_000;
const LOOK_MS = 1_000;
const LOOK_LATER_MS = 600_000;
/** During a run the cheap checks look after so many events. */
const EVENTS_BETWEEN = 32;

/** Plays one world from its beginning until everything in it has come to its end, and holds it to every promise. */
export async function runPlan(plan: SimPlan, options: RunOptions = {}): Promise<SimReport> {
  const { world, heal } = await createWorld(plan, options);
  const { time, trace, violations } = world;
  const checks = [...(options.invariants ?? []), ...ALL_INVARIANTS].map(({ id, hold }) =>
    hold(world, (detail) => world.report(id, detail)),
  );
  const isBroken = watch(world, checks);
  startMachines(world);
  const endFaults = startFaults(world);
  await time.runUntil(isBroken, plan.troubleMs);
  if (violations.length === 0) {
    endFaults();
    heal();
    await comeToTheEnd(world, isBroken);
  }
  if (violations.length === 0) await checkEnd(world, checks);
  const { seen } = world.counters;
  return {
    plan,
    violations,
    hash: trace.hash,
    events: time.events,
    elapsedMs: time.now,
    faults: countFaults(seen),
    seen,
    tail: trace.tail,
  };
}

/** Looks now and then; true once a promise is broken. */
function watch({ violations }: World, checks: readonly Checks[]): () => boolean {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls % EVENTS_BETWEEN === 0) for (const check of checks) check.during?.();
    return violations.length > 0;
  };
}

async function comeToTheEnd(world: World, isBroken: () => boolean): Promise<void> {
  const { plan, trace, machines } = world;
  trace.note("world", "healed");
  for (const machine of machines.values()) machine.heal();
  const isDone = await waitUntil(plan.troubleMs + HEALED_MS, LOOK_MS);
  if (isDone || plan.nodes.every(({ actor }) => actor === null)) return;
  await waitUntil(plan.troubleMs + DISHONEST_MS, LOOK_LATER_MS);

  async function waitUntil(end: number, everyMs: number): Promise<boolean> {
    const { time } = world;
    while (time.now < end && !isBroken()) {
      await time.runUntil(isBroken, Math.min(end, time.now + everyMs));
      if (undoneIn(world).length === 0) return true;
    }
    return false;
  }
}

async function checkEnd(world: World, checks: readonly Checks[]): Promise<void> {
  await countJobs(world);
  for (const check of checks) {
    check.during?.();
    await check.atEnd?.();
  }
}

function countFaults(seen: Counts): number {
  return Object.entries(seen)
    .filter(([name]) => name.startsWith("fault ") || name === "crashes")
    .reduce((sum, [, times]) => sum + times, 0);
}
