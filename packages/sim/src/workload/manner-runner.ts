import type { Clock } from "@icn-mesh/core";
import type { WorkRunner } from "@icn-mesh/runtime";
import type { Outcome, RunOptions, Work } from "@icn-mesh/sandbox";
import type { NodePlan } from "../plan/sim-plan.ts";
import type { Machine } from "../world/machine.ts";
import type { World } from "../world/world.ts";
import { readSimParams, rightAnswer, type SimParams, simKind } from "./sim-kind.ts";
import { checkpointAt, stepIn } from "./sim-steps.ts";

/** Whose runner it is. */
export interface MannerSetting {
  readonly plan: NodePlan;
  readonly machine: Pick<Machine, "crash" | "name">;
  readonly clock: Clock;
}

interface Job {
  readonly params: SimParams;
  readonly options: RunOptions;
}

const SLOW_FACTOR = 4;
const MOST_CALLS = 12;
const LONGEST_OUTAGE_MS = 20_000;

/** A runner that does the simulator's own jobs, in the manner that the plan has for its node. */
export function createMannerRunner(world: World, setting: MannerSetting): WorkRunner {
  const { plan, machine, clock } = setting;
  const lot = world.rng.fork(`manner ${machine.name} ${world.time.now}`);

  async function work({ params, options }: Job, ms = params.workMs): Promise<Outcome> {
    const { signal } = options;
    const steps = Math.max(1, params.steps);
    const done = await stepIn(options, params.name);
    if (done > 0) world.counters.add("resumed from a checkpoint");
    for (let step = done + 1; step <= steps; step++) {
      await clock.after(ms / steps, signal === undefined ? {} : { signal });
      if (step < steps) await options.onCheckpoint?.(checkpointAt(params.name, step, steps));
    }
    return { type: "ok", result: rightAnswer(params.name), outputs: new Map() };
  }

  const manners: Record<NodePlan["manner"], (job: Job) => Promise<Outcome>> = {
    good: (job) => work(job),
    slow: (job) => work(job, SLOW_FACTOR * job.params.workMs),
    async wrong(job) {
      const outcome = await work(job);
      return { ...outcome, result: rightAnswer(`not ${job.params.name}`) } as Outcome;
    },
    async failing(job) {
      await work(job);
      return { type: "failed", class: "trap", message: "it fails in the manner of this node" };
    },
    crashing(job) {
      if (!world.isHealed && lot.below(2) === 0)
        machine.crash({ afterCalls: 1 + lot.below(MOST_CALLS), downMs: 1 + lot.below(LONGEST_OUTAGE_MS) });
      return work(job);
    },
    vanishing: (job) => work(job, Number.POSITIVE_INFINITY),
  };

  return {
    kinds: [simKind.type],
    async run({ kind }: Work, options) {
      const params = readSimParams(kind.params);
      world.counters.add(`ran ${plan.manner}`);
      const outcome = await manners[plan.manner]({ params, options });
      const outputBytes = outcome.type === "ok" ? outcome.result.length : 0;
      return { outcome, usage: { fuel: 1, wallMs: params.workMs, peakMemoryBytes: 0, outputBytes } };
    },
  };
}
