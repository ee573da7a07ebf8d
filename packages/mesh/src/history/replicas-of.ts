import type { Replicas } from "../evidence/replica.ts";
import type { LifecycleState } from "../lifecycle/state.ts";
import type { JobLifecycle } from "./job-lifecycle.ts";

/** The attempts that may still count, for the verification policy of the job to judge. */
export function replicasOf({ state, assignments, commits, receipts }: JobLifecycle): Replicas {
  const tried = triedAttempts(state);
  const live = assignments.filter(({ body }) => !tried.has(`${body.replica} ${body.attempt}`));
  const commitOf = new Map(commits.map(({ body }) => [body.assignment, body]));
  const receiptOf = new Map(receipts.map((receipt) => [receipt.body.assignment, receipt]));
  const replicas = live.map((assignment) => ({
    assignment,
    commit: commitOf.get(assignment.cid) ?? null,
    receipt: receiptOf.get(assignment.cid) ?? null,
    isOver: false,
  }));
  return { replicas, revealed: isRevealed(state) };
}

function triedAttempts(state: LifecycleState): ReadonlySet<string> {
  const tried = state.status === "Submitted" ? [] : state.tried;
  return new Set(tried.map(({ replica, attempt }) => `${replica} ${attempt}`));
}

/** A job can only complete after its commits were shown. */
function isRevealed(state: LifecycleState): boolean {
  return "revealed" in state ? state.revealed : state.status === "Completed";
}
