import type { Cid, Did } from "@icn-mesh/core";
import type { FailureReason } from "../lifecycle/reasons.ts";
import type { LifecycleState, WorkingState } from "../lifecycle/state.ts";

/** The coarse state of a job: what its host asks for. A job with several replicas names the first. */
export type JobState =
  | { readonly state: "Pending" }
  | { readonly state: "Assigned"; readonly executor: Did }
  | { readonly state: "Completed"; readonly receipt: Cid }
  | { readonly state: "Failed"; readonly reason: FailureReason };

/** The coarse state of a job. A cancelled one has failed, because it was cancelled. */
export function jobStateOf(state: LifecycleState): JobState {
  switch (state.status) {
    case "Submitted":
      return { state: "Pending" };
    case "BiddingOpen":
    case "BiddingClosed":
    case "Assigned":
    case "Executing":
      return workingState(state);
    case "Completed":
      return { state: "Completed", receipt: state.receipts[0] };
    case "Failed":
      return { state: "Failed", reason: state.reason };
    case "Cancelled":
      return { state: "Failed", reason: "cancelled" };
  }
}

function workingState({ seats }: WorkingState): JobState {
  for (const seat of seats) {
    if (seat.phase !== "vacant") return { state: "Assigned", executor: seat.executor };
  }
  return { state: "Pending" };
}
