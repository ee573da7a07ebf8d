import { type Assignment, type Cid, type Did, type Job, managerOf } from "@icn-mesh/core";
import type { Fence, LifecycleEvent } from "../lifecycle/event.ts";
import type { Fact } from "./fact.ts";

/** What a history has said so far that the meaning of later entries depends on. */
export interface ReadingContext {
  readonly job: Fact<Job>;
  readonly assignments: ReadonlyMap<Cid, Fact<Assignment>>;
}

/** Why an entry says nothing: what it admits does not belong to this job, or is not its author's to say. */
export type EntryFault =
  | "other-job"
  | "unfitting-fact"
  | "unknown-assignment"
  | "unknown-reason"
  | "wrong-signer";

/** What an entry means: an event, nothing for the status of the job, or nothing at all. */
export type Reading = { readonly event: LifecycleEvent | null } | { readonly fault: EntryFault };

/** The meaning of a fact that concerns one assignment: only its executor can speak for it. */
export function ofExecutor(
  { assignments }: ReadingContext,
  { assignment, by }: { readonly assignment: Cid; readonly by: Did },
  eventFor: (fence: Fence) => LifecycleEvent,
): Reading {
  const known = assignments.get(assignment);
  if (known === undefined) return { fault: "unknown-assignment" };
  return known.body.executor === by ? { event: eventFor(fenceOf(known)) } : { fault: "wrong-signer" };
}

/** The meaning of a fact that only the manager of the job can establish. */
export function ofManager(
  { job }: ReadingContext,
  body: { readonly job: Cid; readonly by: Did },
  event: LifecycleEvent | null,
): Reading {
  if (body.job !== job.cid) return { fault: "other-job" };
  return body.by === managerOf(job.body) ? { event } : { fault: "wrong-signer" };
}

/** The fence of an assignment. */
export function fenceOf({ cid, body }: Fact<Assignment>): Fence {
  return { replica: body.replica, attempt: body.attempt, assignment: cid };
}
