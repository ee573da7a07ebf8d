import type { AnyBody, Cid, ExecutionReceipt, Signed } from "@icn-mesh/core";
import {
  replicasOf,
  type Seat,
  type VerificationStep,
  verificationPolicy,
  type WorkingState,
} from "@icn-mesh/mesh";
import type { JobBook } from "../job/job-book.ts";

/** What the receipts of a job come to so far, by the policy that the job asks for. */
export function verdictOn(book: JobBook): VerificationStep {
  return verificationPolicy(book.job.body.verification)(replicasOf(book.lifecycle()));
}

/** True while an executor may still commit to a result, or show the one that it has committed to. */
export function isAwaited({ phase }: Seat): boolean {
  return phase === "offered" || phase === "accepted" || phase === "running" || phase === "committed";
}

/** True once every replica that the job asks for has spoken, or is lost. */
export function haveAllSpoken({ plan, seats }: WorkingState): boolean {
  return !seats.slice(0, plan.replicas).some(isAwaited);
}

/** The receipts of a job, one of each attempt at most. */
export function receiptsIn({ facts }: Pick<JobBook, "facts">): readonly Signed<ExecutionReceipt>[] {
  return [...facts.values()].filter(isReceipt);
}

/** The receipt on an assignment. */
export function receiptOn(
  book: Pick<JobBook, "facts">,
  assignment: Cid,
): Signed<ExecutionReceipt> | undefined {
  return receiptsIn(book).findLast(({ body }) => body.assignment === assignment);
}

function isReceipt(fact: Signed<AnyBody>): fact is Signed<ExecutionReceipt> {
  return fact.body.t === "icn/receipt/1";
}
