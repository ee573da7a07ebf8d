import type {
  AnyBody,
  Assignment,
  Cancel,
  Cid,
  Commits,
  Did,
  ExecutionReceipt,
  Release,
  Signed,
} from "@icn-mesh/core";
import type { Hold } from "@icn-mesh/economics";
import { isExecutorFailure, type LifecycleState, reasonOfClass, type TriedAttempt } from "@icn-mesh/mesh";
import type { JobBook } from "../job/job-book.ts";
import { haveAllSpoken } from "../quorum/verdict-on.ts";

/** What the manager of a job still owes to others. Each is done once, and by whoever finds it after a restart. */
export type Owed =
  /** Have the guards certify an assignment that both sides have signed. */
  | { readonly do: "certify"; readonly assignment: Signed<Assignment> }
  /** Tell the executor of its certified assignment, so that it starts. */
  | { readonly do: "notify"; readonly assignment: Signed<Assignment> }
  /** Show the commits of all to an executor that has committed, so that it shows its result. */
  | { readonly do: "reveal"; readonly assignment: Signed<Assignment>; readonly commits: Signed<Commits> }
  /** Have an attempt settled by the word of its executor; by none, once its time to claim is over. */
  | { readonly do: "settle"; readonly assignment: Cid; readonly word: Word | null }
  /** Tell an executor that the job is cancelled, so that it stops and gives the attempt back. */
  | { readonly do: "stop"; readonly assignment: Signed<Assignment>; readonly cancel: Signed<Cancel> }
  /** Return the rest of the hold. */
  | { readonly do: "close" }
  /** Nothing is owed any more: the job leaves the working set. */
  | { readonly do: "finish" };

/** What an executor says at the end of an attempt. */
export type Word = Signed<ExecutionReceipt> | Signed<Release>;

/** What is owed, by the history of a job and by what is certified of its hold (undefined: it is not). */
export function owedOf(book: Pick<JobBook, "facts" | "state">, hold: Hold | undefined): readonly Owed[] {
  const isOver = isEnded(book.state);
  if (hold === undefined) return isOver ? [{ do: "finish" }] : [];
  if (hold.closed) return [{ do: "finish" }];
  const owed = assignmentsIn(book.facts).flatMap((each) => [
    ...(owedFor(book, hold, each) ?? []),
    ...stopping(book, hold, each),
  ]);
  return isOver && hold.open === 0 ? [...owed, { do: "close" }] : owed;
}

function owedFor(
  book: Pick<JobBook, "facts" | "state">,
  hold: Hold,
  assignment: Signed<Assignment>,
): readonly Owed[] | undefined {
  const certified = hold.assignments.get(assignment.cid);
  const isLive = isHeld(book.state, assignment);
  if (certified === undefined) return isLive ? [{ do: "certify", assignment }] : undefined;
  if (certified.settlement !== undefined) return revealing(book, assignment);
  const word = wordOn(book.facts, assignment.cid);
  if (word !== undefined && counts(book.state, word))
    return [{ do: "settle", assignment: assignment.cid, word }];
  if (!isLive) return [{ do: "settle", assignment: assignment.cid, word: null }];
  return isWaiting(book.state, assignment) ? [{ do: "notify", assignment }] : revealing(book, assignment);
}

/** Who has committed is told of the others' commits until it shows its result. */
function revealing(
  { facts, state }: Pick<JobBook, "facts" | "state">,
  assignment: Signed<Assignment>,
): readonly Owed[] {
  if (!("seats" in state) || !state.revealed) return [];
  const commits = [...facts.values()].find(
    (fact: Signed<AnyBody>): fact is Signed<Commits> => fact.body.t === "icn/commits/1",
  );
  const isHidden = state.seats.some(
    (seat) => seat.phase === "committed" && seat.assignment === assignment.cid,
  );
  return commits !== undefined && isHidden ? [{ do: "reveal", assignment, commits }] : [];
}

/** Of a cancelled job everybody who may still be at work is told; a later word than that is not waited for. */
function stopping(
  { facts, state }: Pick<JobBook, "facts" | "state">,
  hold: Hold,
  assignment: Signed<Assignment>,
): readonly Owed[] {
  const certified = hold.assignments.get(assignment.cid);
  if (state.status !== "Cancelled" || certified?.settlement !== undefined) return [];
  const cancel = [...facts.values()].find(
    (fact: Signed<AnyBody>): fact is Signed<Cancel> => fact.body.t === "icn/cancel/1",
  );
  const isOver = wordOn(facts, assignment.cid) !== undefined;
  return cancel === undefined || isOver ? [] : [{ do: "stop", assignment, cancel }];
}

/** A result counts once it is verified, and a failure or a release as it is; a word that was not believed never does. */
function counts(state: LifecycleState, { cid, body }: Word): boolean {
  if (body.t === "icn/release/1") return true;
  const { outcome } = body;
  if (outcome.type === "failed" && isExecutorFailure(reasonOfClass(outcome.class))) return true;
  if (state.status === "Submitted") return false;
  if (!("seats" in state)) return !state.tried.some((each) => isDisbelieved(each, body.by));
  // Of a quorum every result is shown, whether it is believed or not: the guards hold each against all others.
  if (state.plan.commits) return haveAllSpoken(state);
  return state.seats.some((seat) => seat.phase === "anchored" && seat.receipt === cid);
}

/** Whether an executor's word was given up for more than being outvoted. */
function isDisbelieved({ executor, reason }: TriedAttempt, by: Did): boolean {
  return executor === by && reason !== "verification";
}

function assignmentsIn(facts: JobBook["facts"]): readonly Signed<Assignment>[] {
  return [...facts.values()].filter(
    (fact: Signed<AnyBody>): fact is Signed<Assignment> => fact.body.t === "icn/assign/1",
  );
}

/** The executor's last word on an assignment: the history admits at most one that counts. */
function wordOn(facts: JobBook["facts"], assignment: Cid): Word | undefined {
  return [...facts.values()].findLast(
    (fact: Signed<AnyBody>): fact is Word =>
      (fact.body.t === "icn/receipt/1" || fact.body.t === "icn/release/1") &&
      fact.body.assignment === assignment,
  );
}

function isHeld(state: LifecycleState, { cid }: Signed<Assignment>): boolean {
  if (!("seats" in state)) return false;
  return state.seats.some((seat) => seat.phase !== "vacant" && seat.assignment === cid);
}

/** True while the executor has shown no sign of having begun. */
function isWaiting(state: LifecycleState, { cid }: Signed<Assignment>): boolean {
  if (!("seats" in state)) return false;
  return state.seats.some((seat) => seat.phase === "accepted" && seat.assignment === cid);
}

function isEnded({ status }: LifecycleState): boolean {
  return status === "Completed" || status === "Failed" || status === "Cancelled";
}
