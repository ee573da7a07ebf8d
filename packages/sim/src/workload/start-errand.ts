import type { JobId } from "@icn-mesh/core";
import type { JobPlan } from "../plan/sim-plan.ts";
import type { Errand, NodeHost, World } from "../world/world.ts";
import { specOf } from "./sim-kind.ts";

/** Times that let a lost attempt be noticed while there still is trouble. */
const TERMS = {
  bidWindowMs: 2_000,
  acceptMs: 1_000,
  maxExecutionMs: 8_000,
  retry: { maxAttempts: 3, maxRounds: 2, backoffMs: 500 },
} as const;
const RETRY_MS = 5_000;

/** Wants it done at its time, and goes on asking under the same key until its node answers, crash after crash. */
export function startErrand(world: World, plan: JobPlan, host: NodeHost): Errand {
  const { machine } = host;
  let job: JobId | undefined;
  let refusal: string | undefined;
  let isWanted = false;

  function submit(): void {
    const { running } = machine;
    if (running === undefined || !isWanted || job !== undefined || refusal !== undefined) return;
    const options = { ...TERMS, idempotencyKey: plan.name };
    running.runtime.context.submitJob(null, specOf(plan), BigInt(plan.cost), options).then(
      (result) => {
        if (result.ok) took(result.job);
        else declined(result.refusal.code);
      },
      () => void world.time.after(RETRY_MS, submit),
    );
  }

  function took(id: JobId): void {
    job = id;
    world.counters.add("submitted");
    world.trace.note(machine.name, "took", `${plan.name} ${id}`);
  }

  /** What is for want of mana stays so; whatever else keeps a node from it may pass. */
  function declined(code: string): void {
    world.counters.add(`declined ${code}`);
    if (code === "ECONOMICS_INSUFFICIENT") refusal = code;
    else world.time.after(RETRY_MS, submit);
  }

  machine.onUp(submit);
  world.time.after(plan.at, () => {
    isWanted = true;
    submit();
  });
  return {
    plan,
    host,
    get job() {
      return job;
    },
    get refusal() {
      return refusal;
    },
  };
}
