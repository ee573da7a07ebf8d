import {
  type AssignStep,
  type FailureReason,
  type FallbackStep,
  nextSteps,
  type Step,
  stepKey,
} from "@icn-mesh/mesh";
import type { Decision } from "../job/said.ts";
import { isQuorum } from "../quorum/is-quorum.ts";
import { judgeReplicas } from "../quorum/judge-replicas.ts";
import { revealCommits } from "../quorum/reveal-commits.ts";
import { untilReplaceable } from "../quorum/until-replaceable.ts";
import type { Task } from "../tasks/keyed-tasks.ts";
import { assignSeat } from "./assign-seat.ts";
import { closeRound } from "./close-round.ts";
import type { JobDesk } from "./job-desk.ts";
import { beginning, openRound } from "./open-round.ts";
import { untilUnpaid } from "./until-unpaid.ts";
import { verifyResults } from "./verify-results.ts";

/** The next steps of a job's lifecycle as tasks, each under its own name. */
export function stepTasks(desk: JobDesk): readonly Task[] {
  return nextSteps(desk.book.state).map((step) => ({
    key: keyOf(desk, step),
    run: (signal) => takeStep(desk, step, signal),
  }));
}

/** What is verified changes with every seat, and so does what to do when nobody is left, though the steps keep their names. */
function keyOf({ book: { state } }: JobDesk, step: Step): string {
  if (step.do === "assign") return `${stepKey(step)} or ${step.otherwise.do}`;
  if (step.do !== "verify" || !("seats" in state)) return stepKey(step);
  const seats = state.seats.map((seat) => (seat.phase === "reported" ? seat.receipt : seat.phase));
  return `verify ${seats.join(" ")}`;
}

async function takeStep(desk: JobDesk, step: Step, signal: AbortSignal): Promise<void> {
  const { clock } = desk.parts;
  switch (step.do) {
    case "open":
      if (step.afterMs > 0) await clock.after(step.afterMs, { signal });
      return openRound(desk, step.round, signal);
    case "close":
      return closeRound(desk, step, signal);
    case "assign":
      await untilReplaceable(desk, step.replica, signal);
      // One after the other: each takes the link of the hold that follows the one before, and the best bid that is left.
      return desk.seating.take(() => fillSeat(desk, step, signal));
    case "lose":
      await clock.after(step.afterMs, { signal });
      await untilUnpaid(desk, step.fence.assignment, signal);
      return decide(desk, step, {
        type: "lost",
        assignment: step.fence.assignment,
        reason: step.reason,
        at: clock.now(),
      });
    case "verify":
      return isQuorum(desk.book.job.body) ? judgeReplicas(desk, signal) : verifyResults(desk, signal);
    case "reveal":
      return revealCommits(desk, signal);
    case "end":
      return end(desk, step, null);
  }
}

async function fillSeat(desk: JobDesk, step: AssignStep, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const result = await assignSeat(desk, step, signal);
  if (!result.taken) await fallBack(desk, step.otherwise, { reason: result.reason, signal });
}

async function fallBack(
  desk: JobDesk,
  step: FallbackStep | { readonly do: "wait" },
  { reason, signal }: { readonly reason: FailureReason; readonly signal: AbortSignal },
): Promise<void> {
  if (step.do === "end") return end(desk, step, reason);
  if (step.do === "open") {
    desk.declined.clear(); // another round is another offer
    return takeStep(desk, step, signal);
  }
  if (step.do === "reveal") return takeStep(desk, step, signal);
}

/** Decides only what is still to be decided when its turn comes. */
async function decide(desk: JobDesk, step: Step, decision: Decision): Promise<void> {
  const key = stepKey(step);
  await desk.change(() =>
    nextSteps(desk.book.state).some((next) => stepKey(next) === key) ? { said: [decision] } : undefined,
  );
}

async function end(
  desk: JobDesk,
  step: Extract<FallbackStep, { readonly do: "end" }>,
  found: FailureReason | null,
): Promise<void> {
  const at = desk.parts.clock.now();
  const decision: Decision =
    step.status === "completed"
      ? { type: "ended", status: "completed", reason: null, at }
      : { type: "ended", status: "failed", reason: step.reason ?? found ?? "internal", at };
  await desk.change(() => ({ said: [...beginning(desk.book), decision] }));
}
