import type { VirtualTime } from "@icn-mesh/core/testing";
import { SimError } from "../errors.ts";
import { createWorld } from "../world/create-world.ts";
import { startMachines } from "../world/start-machines.ts";
import type { Errand, World } from "../world/world.ts";
import { JOBS_FROM_MS, type ScaleSize, scalePlan } from "./scale-plan.ts";
import { createTraffic, type Sent, sumOf } from "./traffic.ts";

/** What a job costs a network of one size. */
export interface ScalePoint extends ScaleSize {
  /** What one node sends in a minute in which nobody wants anything. */
  readonly upkeep: Sent;
  /** What all nodes and guards send on account of one job, upkeep left out. */
  readonly perJob: Sent;
  /** From the wish for a job until its executor is paid, the median and the longest, in milliseconds of the world. */
  readonly settledMs: { readonly median: number; readonly longest: number };
}

/** What nodes do to meet is no upkeep. */
const MET_MS = JOBS_FROM_MS / 2;
/** One way between any two, as within a continent. */
const DELAY = { minDelayMs: 10, maxDelayMs: 50 };
const LOOK_MS = 10;
const LONGEST_MS = 600_000;

/** Plays a calm world of one size by the real code, and measures what its jobs cost it. */
export async function measureScale(size: ScaleSize): Promise<ScalePoint> {
  const traffic = createTraffic();
  const { world } = await createWorld(scalePlan(size), { onSent: traffic.add });
  const { time, errands } = world;
  world.network.setFaults(DELAY);
  startMachines(world);
  await until(time, MET_MS);
  traffic.take();
  await until(time, JOBS_FROM_MS);
  const upkeep = sumOf(traffic.take().values());
  const times = await settle(world, errands);
  const all = sumOf(traffic.take().values());
  const periods = (time.now - JOBS_FROM_MS) / (JOBS_FROM_MS - MET_MS);
  const less = (name: keyof Sent): number =>
    Math.max(0, all[name] - periods * upkeep[name]) / Math.max(1, size.jobs);
  const minutes = (JOBS_FROM_MS - MET_MS) / 60_000;
  return {
    ...size,
    upkeep: {
      messages: upkeep.messages / size.nodes / minutes,
      bytes: upkeep.bytes / size.nodes / minutes,
    },
    perJob: { messages: less("messages"), bytes: less("bytes") },
    settledMs: { median: times[Math.floor(times.length / 2)] ?? 0, longest: times.at(-1) ?? 0 },
  };
}

/** How long each job took until its money was paid, in ascending order. */
async function settle({ time }: World, errands: readonly Errand[]): Promise<readonly number[]> {
  const times: number[] = [];
  let open = [...errands];
  while (open.length > 0) {
    if (time.now > JOBS_FROM_MS + LONGEST_MS)
      throw new SimError("jobs without an end", {
        code: "SIM_BAD_PLAN",
        because: `${open.length} jobs of a calm world are not paid`,
      });
    await until(time, time.now + LOOK_MS);
    const still: Errand[] = [];
    for (const errand of open) {
      if (await isPaid(errand)) times.push(time.now - errand.plan.at);
      else still.push(errand);
    }
    open = still;
  }
  return times.toSorted((one, other) => one - other);
}

async function isPaid({ job, host }: Errand): Promise<boolean> {
  const view = job && (await host.machine.running?.runtime.context.job(job));
  return view ? view.settlement === "paid" : false;
}

function until(time: VirtualTime, ms: number): Promise<void> {
  return time.runUntil(() => false, ms);
}
