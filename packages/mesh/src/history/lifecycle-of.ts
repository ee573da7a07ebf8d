import type { AnyBody, ExecutionReceipt, Job } from "@icn-mesh/core";
import type { LifecycleState } from "../lifecycle/state.ts";
import type { Fact } from "./fact.ts";
import type { JobLifecycle } from "./job-lifecycle.ts";

/** What a history has established. */
interface Established {
  readonly job: Fact<Job>;
  readonly state: LifecycleState;
  /** In the order of the history, each once. */
  readonly admitted: readonly Fact<AnyBody>[];
}

/** Sorts what a history admits by kind. */
export function lifecycleOf({ job, state, admitted }: Established): JobLifecycle {
  const assignments = factsOf(admitted, "icn/assign/1");
  const receipts = factsOf(admitted, "icn/receipt/1");
  return {
    job,
    state,
    bids: factsOf(admitted, "icn/bid/1"),
    selections: factsOf(admitted, "icn/selection/1"),
    assignment: assignments.at(-1) ?? null,
    assignments,
    commits: factsOf(admitted, "icn/commit/1"),
    receipt: anchoredOf(state, receipts) ?? receipts.at(-1) ?? null,
    receipts,
    progress: factsOf(admitted, "icn/progress/1"),
    checkpoints: factsOf(admitted, "icn/checkpoint/1"),
    partialOutputs: factsOf(admitted, "icn/partial/1"),
  };
}

type BodyOf<T extends AnyBody["t"]> = Extract<AnyBody, { t: T }>;

function factsOf<T extends AnyBody["t"]>(
  facts: readonly Fact<AnyBody>[],
  type: T,
): readonly Fact<BodyOf<T>>[] {
  return facts.filter((fact): fact is Fact<BodyOf<T>> => fact.body.t === type);
}

function anchoredOf(
  state: LifecycleState,
  receipts: readonly Fact<ExecutionReceipt>[],
): Fact<ExecutionReceipt> | undefined {
  if (state.status !== "Completed") return undefined;
  return receipts.findLast(({ cid }) => state.receipts.includes(cid));
}
