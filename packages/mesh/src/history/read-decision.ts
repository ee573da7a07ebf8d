import type { Cid, Happening } from "@icn-mesh/core";
import { isAttemptFailure, isFailureReason } from "../lifecycle/reasons.ts";
import { fenceOf, type Reading, type ReadingContext } from "./reading.ts";

/** An entry that only the manager could decide. */
export type Decision = Extract<Happening, { type: "opened" | "closed" | "lost" | "anchored" | "ended" }>;
type Ended = Extract<Happening, { type: "ended" }>;

/** What the manager decided, as an event. */
export function readDecision(context: ReadingContext, decision: Decision): Reading {
  switch (decision.type) {
    case "opened":
    case "closed":
      return { event: { type: decision.type, round: decision.round } };
    case "lost":
      return readLost(context, decision.assignment, decision.reason);
    case "anchored":
      return { event: { type: "anchored", receipt: decision.receipt } };
    case "ended":
      return readEnded(decision);
  }
}

function readLost({ assignments }: ReadingContext, assignment: Cid, reason: string): Reading {
  const known = assignments.get(assignment);
  if (known === undefined) return { fault: "unknown-assignment" };
  if (!isAttemptFailure(reason)) return { fault: "unknown-reason" };
  return { event: { type: "lost", fence: fenceOf(known), reason } };
}

function readEnded({ status, reason }: Ended): Reading {
  if (status !== "failed") return { event: { type: "ended", status } };
  if (reason === null || !isFailureReason(reason)) return { fault: "unknown-reason" };
  return { event: { type: "ended", status, reason } };
}
