import { reasonOfClass } from "../lifecycle/reasons.ts";
import { isReceiptFor, type Replica, type Replicas, type VerificationStep } from "./replica.ts";

/** Believes the executor: the first receipt that an executor signed for its own assignment decides. */
export function signature({ replicas }: Replicas): VerificationStep {
  const waiting: Replica[] = [];
  for (const replica of replicas) {
    const { assignment, receipt, isOver } = replica;
    if (receipt !== null && isReceiptFor(receipt, assignment)) {
      const { outcome } = receipt.body;
      const agreed = [assignment.cid];
      if (outcome.type === "ok") return { step: "accept", agreed, outvoted: [] };
      return { step: "reject", reason: reasonOfClass(outcome.class), agreed, outvoted: [] };
    }
    if (!isOver) waiting.push(replica);
  }
  if (waiting.length === 0) return { step: "reject", reason: "lost", agreed: [], outvoted: [] };
  return { step: "wait", for: "receipts", from: waiting.map(({ assignment }) => assignment.cid) };
}
