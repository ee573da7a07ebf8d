import { type Cid, createBoundedMap } from "@icn-mesh/core";
import type { JobBook } from "../job/job-book.ts";
import type { JobActor } from "./job-actor.ts";

/** Who is asked about an assignment: the actor of its job while that is in the working set. */
export interface AssignmentHolders {
  holderOf(assignment: Cid): JobActor | undefined;
  /** True for one whose job has left the working set not too long ago. */
  isPast(assignment: Cid): boolean;
  note(actor: JobActor): void;
  forget(book: JobBook): void;
}

/** How many assignments of finished jobs are remembered, so that a late report is told that it is late. */
const MOST_FINISHED = 16_384;

/** No assignments yet. */
export function createAssignmentHolders(): AssignmentHolders {
  const holders = new Map<Cid, JobActor>();
  const past = createBoundedMap<Cid, true>({ max: MOST_FINISHED, whenFull: "evict-oldest" });
  return {
    holderOf: (assignment) => holders.get(assignment),
    isPast: (assignment) => past.has(assignment),
    note(actor) {
      for (const cid of assignmentsIn(actor.book)) holders.set(cid, actor);
    },
    forget(book) {
      for (const cid of assignmentsIn(book)) {
        holders.delete(cid);
        past.set(cid, true);
      }
    },
  };
}

function assignmentsIn({ facts }: JobBook): readonly Cid[] {
  return [...facts.values()].flatMap(({ cid, body }) => (body.t === "icn/assign/1" ? [cid] : []));
}
