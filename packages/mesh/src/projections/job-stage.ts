import { isAtWork } from "../lifecycle/seat.ts";
import type { LifecycleState, WorkingState } from "../lifecycle/state.ts";

/** What other systems tell apart: our statuses, with the two auction statuses as one, and verification as its own. */
export type JobStage =
  | "open"
  | "allocating"
  | "leased"
  | "running"
  | "verifying"
  | "done"
  | "failed"
  | "cancelled";

/** The stage of a job. Nothing that is still retried is shown as failed. */
export function stageOf(state: LifecycleState): JobStage {
  switch (state.status) {
    case "Submitted":
      return "open";
    case "BiddingOpen":
    case "BiddingClosed":
      return "allocating";
    case "Assigned":
      return "leased";
    case "Executing":
      return isVerifying(state) ? "verifying" : "running";
    case "Completed":
      return "done";
    case "Failed":
      return "failed";
    case "Cancelled":
      return "cancelled";
  }
}

function isVerifying({ seats }: WorkingState): boolean {
  return seats.every((seat) => !isAtWork(seat)) && seats.some((seat) => "receipt" in seat);
}
