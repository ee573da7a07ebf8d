import type { AnyBody, Cid, ProgressReport, Signed } from "@icn-mesh/core";
import { nextSteps, stepKey } from "@icn-mesh/mesh";
import type { BookAnswer, JobBook } from "../job/job-book.ts";

/** Reports of progress that say nothing new. They renew a lease, and the history of a long job does not grow by them. */
export interface Heartbeats {
  /** True for a report that need not be written down. */
  isOne(fact: Signed<AnyBody>): fact is Signed<ProgressReport>;
  /** Hears one whose signature holds. */
  hear(beat: Signed<ProgressReport>): BookAnswer;
}

/** A history with this many facts takes in no more progress, however much there is. */
const MOST_FACTS = 10_000;

/**
 * The heartbeats of one job; `renew` is told the keys of the delays that begin anew by one. How far they got is forgotten
 * in a restart, as leases begin anew then.
 */
export function createHeartbeats(book: JobBook, renew: (keys: readonly string[]) => void): Heartbeats {
  const heard = new Map<Cid, number>(); // at most one for each assignment of the job

  function lastOf(assignment: Cid): ProgressReport | undefined {
    const last = [...book.facts.values()].findLast(
      (fact): fact is Signed<ProgressReport> =>
        fact.body.t === "icn/progress/1" && fact.body.assignment === assignment,
    );
    return last?.body;
  }

  return {
    isOne(fact): fact is Signed<ProgressReport> {
      if (fact.body.t !== "icn/progress/1") return false;
      const last = lastOf(fact.body.assignment);
      if (last === undefined || last.seq >= fact.body.seq) return false;
      const { stage, percent, message } = fact.body;
      const isSame = last.stage === stage && last.percent === percent && last.message === message;
      return isSame || book.facts.size >= MOST_FACTS;
    },
    hear({ body: { assignment, seq } }) {
      const steps = nextSteps(book.state).filter(
        (step) => step.do === "lose" && step.reason === "lost" && step.fence.assignment === assignment,
      );
      if (steps.length === 0) return { answer: "stale", why: "older-attempt" };
      if (seq <= (heard.get(assignment) ?? -1)) return { answer: "stale", why: "older-report" };
      heard.set(assignment, seq);
      renew(steps.map(stepKey));
      return { answer: "applied", why: null };
    },
  };
}
