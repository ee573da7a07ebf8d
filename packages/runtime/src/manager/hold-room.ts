import type { Cid, Job } from "@icn-mesh/core";
import type { CertifiedAssignment, Hold } from "@icn-mesh/economics";
import { type LifecycleState, liveAttempts, planOf } from "@icn-mesh/mesh";
import type { JobBook } from "../job/job-book.ts";

/** Whether a hold can pay one more attempt: now, once something is settled, or never again. */
export type HoldRoom = "now" | "later" | "never";

/**
 * The room for one more attempt at a price. Every link before it has to be certified: where one was signed for an attempt
 * that is over, guards may still certify that one, and no other in its place. What attempts that were given up have cost,
 * or may yet cost, has to be within what the creator has spared for that.
 */
export function roomIn(
  { job, facts, state }: Pick<JobBook, "facts" | "job" | "state">,
  hold: Hold,
  price: bigint,
): HoldRoom {
  if (hold.closed) return "never";
  const live = liveIn(state);
  const pending = [...facts.values()].filter(
    ({ cid, body }) => body.t === "icn/assign/1" && !hold.assignments.has(cid),
  );
  const spare = spareIn(job.body, hold);
  const { paid, open } = costOfLost(state, hold);
  if (paid > spare || pending.some(({ cid }) => !live.has(cid))) return "never";
  if (pending.length > 0 || paid + open > spare) return "later";
  return hold.committed + price <= hold.amount ? "now" : "later";
}

/** True where a live attempt may be given up while its executor may still be paid. */
export function isSpared({ job, state }: Pick<JobBook, "job" | "state">, hold: Hold, price: bigint): boolean {
  const { paid, open } = costOfLost(state, hold);
  return paid + open + price <= spareIn(job.body, hold);
}

/** What a hold has above one result for each replica. */
function spareIn(job: Job, { amount }: Hold): bigint {
  return amount - job.budget * BigInt(planOf(job).replicas);
}

/** What attempts that were given up have cost, and what more they cost if their executors were only late. */
function costOfLost(
  state: LifecycleState,
  { assignments }: Hold,
): { readonly paid: bigint; readonly open: bigint } {
  const live = liveIn(state);
  const lost = [...assignments.values()].filter(({ cid }) => !live.has(cid));
  return { paid: sum(lost, paidFor), open: sum(lost, openFor) };
}

/** What is taken for less than a result was agreed on by both sides. */
function paidFor({ settlement }: CertifiedAssignment): bigint {
  return settlement?.type === "pay" ? settlement.taken : 0n;
}

function openFor({ body, settlement }: CertifiedAssignment): bigint {
  return settlement === undefined ? body.price : 0n;
}

function sum(attempts: readonly CertifiedAssignment[], of: (attempt: CertifiedAssignment) => bigint): bigint {
  return attempts.reduce((total, attempt) => total + of(attempt), 0n);
}

function liveIn(state: LifecycleState): ReadonlySet<Cid> {
  return new Set(liveAttempts(state).map(({ assignment }) => assignment));
}
