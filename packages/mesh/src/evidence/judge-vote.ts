import type { ExecutionReceipt } from "@icn-mesh/core";
import type { Fact } from "../history/fact.ts";
import { opensCommit } from "./commitment.ts";
import type { Evidence, SettlementVerdict, Shown } from "./evidence.ts";
import type { VerificationStep } from "./replica.ts";
import { deadlineOf, isOverdue, notProven, unpaid, wait } from "./verdicts.ts";
import { verificationPolicy } from "./verification-policy.ts";

/** What a quorum has to say against paying one of its replicas: a revealed replica is paid unless outvoted. */
export function judgeVote(
  evidence: Evidence,
  shown: Shown,
  receipt: Fact<ExecutionReceipt>,
): SettlementVerdict | undefined {
  const { job, assignment, quorum } = evidence;
  if (job.body.verification.type === "signature") return undefined;
  const own = quorum?.replicas.find((replica) => replica.assignment.cid === assignment.cid);
  const commit = own?.commit ?? null;
  if (quorum === null || commit === null || !opensCommit(receipt, commit)) {
    return notProven(evidence, "not-committed");
  }
  const step = verificationPolicy(job.body.verification)(quorum);
  return isOutvoted(step, evidence) ? outvoted(evidence, shown) : undecided(step, evidence);
}

function isOutvoted(step: VerificationStep, { assignment }: Evidence): boolean {
  return step.step !== "wait" && step.outvoted.includes(assignment.cid);
}

/** In the grace period an outvoted replica may ask for one more. */
function outvoted({ now, terms }: Evidence, { at }: Shown): SettlementVerdict {
  const graceEnd = at + terms.graceMs;
  return now < graceEnd ? wait(graceEnd, "grace") : unpaid("outvoted", "outvoted");
}

function undecided({ step }: VerificationStep, evidence: Evidence): SettlementVerdict | undefined {
  if (step !== "wait" || isOverdue(evidence)) return undefined;
  return wait(deadlineOf(evidence), "quorum");
}
