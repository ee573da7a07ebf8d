import type { JobId, JobSpec } from "@icn-mesh/core";
import type { SubmitOptions } from "@icn-mesh/runtime";
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
/** Refusals that stay so: for want of mana, or of an input that will never be. */
const FINAL: ReadonlySet<string> = new Set([
  "ECONOMICS_INSUFFICIENT",
  "RUNTIME_INPUT_FAILED",
  "RUNTIME_UNKNOWN_INPUT",
]);
/** Of three replicas two have to agree. */
const AGREE = 2;

/** Wants it done at its time, and goes on asking under the same key until its node answers, crash after crash. */
export function startErrand(world: World, plan: JobPlan, host: NodeHost): Errand {
  const { machine } = host;
  let job: JobId | undefined;
  let refusal: string | undefined;
  let isWanted = false;

  function submit(): void {
    const { running } = machine;
    if (running === undefined || !isWanted || job !== undefined || refusal !== undefined) return;
    const inputs = inputsOf(world, plan);
    if (inputs === undefined) return void world.time.after(RETRY_MS, submit);
    const options = { ...TERMS, ...termsOf(plan), idempotencyKey: plan.name };
    running.runtime.context.submitJob(null, specOf(plan, inputs), BigInt(plan.cost), options).then(
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
    if (plan.cancelMs !== null) world.time.after(plan.cancelMs, () => callOff(world, machine, id));
  }

  function declined(code: string): void {
    world.counters.add(`declined ${code}`);
    if (FINAL.has(code)) refusal = code;
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

/** Has a job cancelled, however often its node has to be asked. */
function callOff(world: World, machine: NodeHost["machine"], job: JobId): void {
  const again = (): void => void world.time.after(RETRY_MS, () => callOff(world, machine, job));
  const { running } = machine;
  if (running === undefined) again();
  else
    running.runtime.context
      .cancel(job, "as planned")
      .then(({ answer }) => world.counters.add(`cancel ${answer}`), again);
}

/** What it works on; undefined where that job is not taken yet. One that its node never wants has no result. */
function inputsOf({ errands }: World, { inputOf, by }: JobPlan): JobSpec["inputs"] | undefined {
  const other = errands.find(({ plan }) => plan.name === inputOf && plan.by === by);
  if (other === undefined || other.refusal !== undefined) return [];
  return other.job === undefined ? undefined : [{ job: other.job, output: "result" }];
}

function termsOf({ replicas, spare }: JobPlan): Pick<SubmitOptions, "spare" | "verification"> {
  const verification = { type: "quorum", replicas, agree: AGREE } as const;
  return { ...(replicas >= AGREE && { verification }), spare: BigInt(spare) };
}
