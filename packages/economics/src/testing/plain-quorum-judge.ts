import { type Cid, type Commit, cidToBytes } from "@icn-mesh/core";
import type { Judge, KnownFact, ShownReplica, WorkEvidence, WorkVerdict } from "../settlement/judge.ts";
import { plainJudge } from "./plain-judge.ts";

/**
 * The plain rules, and for jobs that are verified by a quorum those of a vote: a result counts if it was committed
 * to, and the side that has fewer than the other loses. Of two sides with as many, neither is outvoted.
 */
export const plainQuorumJudge: Judge = (evidence) => {
  const { quorum, shown, assignment, job } = evidence;
  const { verification } = job.body;
  if (quorum === null || verification.type === "signature" || shown === null || !isInTime(evidence))
    return plainJudge(evidence);
  const own = quorum.replicas.find((replica) => replica.assignment.cid === assignment.cid);
  if (own === undefined || !isOpened(own.commit, shown.fact)) return overdue(evidence, "not-committed");
  const step = count(quorum, verification.agree);
  if (step === "wait") return overdue(evidence, "quorum");
  return step.outvoted.includes(assignment.cid) ? outvoted(evidence, shown.at) : plainJudge(evidence);
};

function isInTime({ shown, assignment }: WorkEvidence): boolean {
  const isResult = shown?.fact.body.t === "icn/receipt/1" && shown.fact.body.outcome.type === "ok";
  return isResult && shown.at < assignment.body.claimBy;
}

/** Who has lost, if enough agree; nobody, once too few can. */
function count(
  { replicas, revealed }: NonNullable<WorkEvidence["quorum"]>,
  agree: number,
): "wait" | { readonly outvoted: readonly Cid[] } {
  const [most = [], ...others] = sidesOf(replicas);
  const pending = replicas.filter((each) => each.commit && !each.receipt && !each.isOver).length;
  if (!revealed || (most.length < agree && most.length + pending >= agree)) return "wait";
  const isTied = others.some(({ length }) => length === most.length);
  return { outvoted: most.length < agree || isTied ? [] : others.flat() };
}

/** The assignments behind each result, the most first. */
function sidesOf(replicas: readonly ShownReplica[]): readonly (readonly Cid[])[] {
  const counted = replicas.filter(({ commit, receipt }) => receipt !== null && isOpened(commit, receipt));
  const groups = Map.groupBy(counted, ({ receipt }) =>
    JSON.stringify([receipt?.body.outcome, receipt?.body.resumedFrom]),
  );
  const sides = [...groups.values()].map((group) => group.map(({ assignment }) => assignment.cid));
  return sides.sort((one, other) => other.length - one.length);
}

function isOpened(commit: Commit | null, { cid }: KnownFact<unknown>): boolean {
  const digest = cidToBytes(cid).subarray(4);
  return commit !== null && digest.every((byte, at) => byte === commit.hash[at]);
}

function outvoted({ now, terms }: WorkEvidence, at: number): WorkVerdict {
  const graceEnd = at + terms.graceMs;
  if (now < graceEnd) return { verdict: "wait", until: graceEnd, because: "grace" };
  return { verdict: "settle", type: "outvoted", price: 0n, because: "outvoted" };
}

function overdue({ assignment, terms, now }: WorkEvidence, because: string): WorkVerdict {
  const until = assignment.body.claimBy + terms.marginMs;
  if (now <= until) return { verdict: "wait", until: until + 1, because };
  return { verdict: "settle", type: "lapse", price: 0n, because };
}
