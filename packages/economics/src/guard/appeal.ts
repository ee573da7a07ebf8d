import { type Cid, type Did, replicaCount } from "@icn-mesh/core";
import type { Hold } from "../ledger/ledger-view.ts";
import type { ShownReplica, WorkEvidence, WorkVerdict } from "../settlement/judge.ts";
import { gatherEvidence } from "./gather-evidence.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type GuardReply, refusal } from "./guard-reply.ts";
import { readClaim } from "./read-claim.ts";

/**
 * Takes note that an outvoted executor wants one more replica. It is heard where the hold has room for one, which
 * whoever bids can see beforehand, and for a grace period from when this guard has found it outvoted.
 */
export async function answerAppeal(parts: GuardParts, assignment: Cid, from: Did): Promise<GuardReply> {
  const claim = await readClaim(parts, { assignment, shown: [] }, from);
  if (!claim.ok) return refusal(claim.refusal);
  const { hold } = claim.value;
  if (from !== claim.value.assignment.body.executor) return refusal({ code: "ECONOMICS_NOT_PARTY" });
  const evidence = await gatherEvidence(parts, claim.value);
  if (!evidence.ok) return refusal(evidence.refusal);
  const { now, terms, shown } = evidence.value;
  const afterGrace = Math.max(now, (shown?.at ?? now) + terms.graceMs);
  if (!isOutvoted(parts.judge({ ...evidence.value, now: afterGrace })))
    return refusal({ code: "ECONOMICS_WRONG_EVIDENCE", because: "not-outvoted" });
  if (!hasRoom(hold, evidence.value))
    return refusal({ code: "ECONOMICS_ABOVE_HOLD", free: hold.amount - hold.committed });
  const since = await parts.showings.outvotedSince(assignment, now);
  if (now >= since + terms.graceMs)
    return refusal({ code: "ECONOMICS_WRONG_EVIDENCE", because: "grace-over" });
  await parts.showings.keepAppeal(assignment, now);
  return { type: "noted" };
}

/** What the judge says, unless its executor has been outvoted and can appeal, or has and was not answered. */
export async function judgeWithAppeal(
  { judge, showings }: GuardParts,
  hold: Hold,
  evidence: WorkEvidence,
): Promise<WorkVerdict> {
  const verdict = judge(evidence);
  if (!isOutvoted(verdict)) return verdict;
  const { now, terms, assignment } = evidence;
  const appealed = await showings.appeal(assignment.cid);
  const extra = extraOf(evidence);
  if (appealed === undefined) {
    if (!hasRoom(hold, evidence)) return verdict;
    const graceEnd = (await showings.outvotedSince(assignment.cid, now)) + terms.graceMs;
    return now < graceEnd ? { verdict: "wait", until: graceEnd, because: "appeal" } : verdict;
  }
  if (extra?.receipt) return verdict;
  const isAsked = extra !== undefined && !extra.isOver;
  const until = isAsked ? extra.assignment.body.claimBy + terms.marginMs : appealed + terms.graceMs;
  if (now <= until) return { verdict: "wait", until: until + 1, because: "appeal" };
  return judge({ ...evidence, quorum: alone(evidence) });
}

/** Nobody was asked, or nobody has answered: without a further opinion a replica stands alone. */
function alone({ quorum, assignment: { cid } }: WorkEvidence): WorkEvidence["quorum"] {
  const own = quorum?.replicas.filter(({ assignment }) => assignment.cid === cid) ?? [];
  return { replicas: own, revealed: true };
}

/** The last replica beyond those that the job asks for. */
function extraOf({ quorum, job }: WorkEvidence): ShownReplica | undefined {
  return quorum?.replicas.findLast(({ assignment }) => assignment.body.replica >= replicaCount(job.body));
}

/** What was held to spare counts, which bidders can see; not what cheap bids have left, for which nobody was asked. */
function hasRoom({ amount, committed }: Hold, evidence: WorkEvidence): boolean {
  const { body: job } = evidence.job;
  const spare = amount - job.budget * BigInt(replicaCount(job));
  return extraOf(evidence) !== undefined || (spare >= job.budget && amount - committed >= job.budget);
}

function isOutvoted(verdict: WorkVerdict): boolean {
  return verdict.verdict === "settle" && verdict.type === "outvoted";
}
