import type { AnyBody, Assignment, Cid, Entry, Job } from "@icn-mesh/core";
import type { Answer, IllegalReason, StaleReason } from "../lifecycle/answer.ts";
import type { LifecycleEvent } from "../lifecycle/event.ts";
import { planOf } from "../lifecycle/plan.ts";
import { type LifecycleState, submitted } from "../lifecycle/state.ts";
import { transition } from "../lifecycle/transition.ts";
import type { Fact } from "./fact.ts";
import type { JobLifecycle } from "./job-lifecycle.ts";
import { lifecycleOf } from "./lifecycle-of.ts";
import { type Decision, readDecision } from "./read-decision.ts";
import { readFact } from "./read-fact.ts";
import type { EntryFault, Reading, ReadingContext } from "./reading.ts";

/** An entry that changes nothing, and why. */
export interface RefusedEntry {
  readonly seq: number;
  readonly entry: Cid;
  readonly why: EntryFault | IllegalReason | StaleReason;
}

/** What an entry says: a fact, or a decision of the manager. */
export type Said = Fact<AnyBody> | Decision;

/** Takes the entries of one history, in their order. */
export interface HistoryBuilder {
  add(entry: Fact<Entry>, said: Said): void;
  readonly refused: readonly RefusedEntry[];
  lifecycle(): JobLifecycle;
}

type NoChange = Exclude<Answer, { answer: "applied" }>["why"];

/** Folds entries one by one, each in constant time. */
export function createHistoryBuilder(job: Fact<Job>): HistoryBuilder {
  let state: LifecycleState = submitted(planOf(job.body));
  const assignments = new Map<Cid, Fact<Assignment>>();
  const admitted = new Map<Cid, Fact<AnyBody>>();
  const refused: RefusedEntry[] = [];

  function move(event: LifecycleEvent | null): NoChange | null {
    if (event === null) return null;
    const answer = transition(state, event);
    state = answer.state;
    return answer.answer === "applied" ? null : answer.why;
  }

  function admit(said: Said): void {
    if (!("body" in said)) return;
    const { cid, body } = said;
    admitted.set(cid, { cid, body });
    if (body.t === "icn/assign/1") assignments.set(cid, { cid, body });
  }

  return {
    refused,
    add({ cid, body: { seq } }, said) {
      const reading = readingOf({ job, assignments }, said);
      const why = "fault" in reading ? reading.fault : move(reading.event);
      // A late report is no sign of life any more, but what it says is still true.
      if (why === null || why === "older-report") admit(said);
      else if (why !== "already-so") refused.push({ seq, entry: cid, why });
    },
    lifecycle: () => lifecycleOf({ job, state, admitted: [...admitted.values()] }),
  };
}

function readingOf(context: ReadingContext, said: Said): Reading {
  return "body" in said ? readFact(context, said) : readDecision(context, said);
}
