import { type FailureReason, type FallbackStep, nextSteps, type Step, stepKey } from "@icn-mesh/mesh";
import type { Decision } from "../job/said.ts";
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
    key: step.do === "verify" ? `verify ${receiptsIn(desk)}` : stepKey(step),
    run: (signal) => takeStep(desk, step, signal),
  }));
}

/** What is verified changes with every receipt, though the step has one name. */
function receiptsIn({ book }: JobDesk): string {
  const { state } = book;
  if (!("seats" in state)) return "";
  return state.seats.flatMap((seat) => (seat.phase === "reported" ? [seat.receipt] : [])).join(" ");
}

async function takeStep(desk: JobDesk, step: Step, signal: AbortSignal): Promise<void> {
  const { clock } = desk.parts;
  switch (step.do) {
    case "open":
      if (step.afterMs > 0) await clock.after(step.afterMs, { signal });
      return openRound(desk, step.round, signal);
    case "close":
      return closeRound(desk, step, signal);
    case "assign": {
      const result = await assignSeat(desk, step, signal);
      return result.taken ? undefined : fallBack(desk, step.otherwise, { reason: result.reason, signal });
    }
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
      return verifyResults(desk, signal);
    case "reveal":
      return;
    case "end":
      return end(desk, step, null);
  }
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
