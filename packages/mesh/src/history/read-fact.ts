import { type AnyBody, type Cancel, type ExecutionReceipt, managerOf } from "@icn-mesh/core";
import type { Fence, ProgressedEvent, ReportedEvent } from "../lifecycle/event.ts";
import { reasonOfClass } from "../lifecycle/reasons.ts";
import type { ReportKind } from "../lifecycle/seat.ts";
import type { Fact } from "./fact.ts";
import { fenceOf, ofExecutor, ofManager, type Reading, type ReadingContext } from "./reading.ts";

/** What a signed fact means for the job whose history admits it. */
export function readFact(context: ReadingContext, { cid, body }: Fact<AnyBody>): Reading {
  switch (body.t) {
    case "icn/job/1":
      return cid === context.job.cid ? { event: null } : { fault: "other-job" };
    case "icn/bid/1":
      return body.job === context.job.cid ? { event: null } : { fault: "other-job" };
    case "icn/selection/1":
      return ofManager(context, body, null);
    case "icn/assign/1": {
      const { executor, leaseMs } = body;
      return ofManager(context, body, { type: "assigned", fence: fenceOf({ cid, body }), executor, leaseMs });
    }
    case "icn/accept/1": {
      const type = body.accepted ? "accepted" : "refused";
      return ofExecutor(context, body, (fence) => ({ type, fence }));
    }
    case "icn/release/1":
      return ofExecutor(context, body, (fence) => ({ type: "released", fence }));
    case "icn/progress/1":
      return ofExecutor(context, body, reported("progress", body.seq));
    case "icn/checkpoint/1":
      return ofExecutor(context, body, reported("checkpoint", body.seq));
    case "icn/partial/1":
      return ofExecutor(context, body, reported("output", body.seq));
    case "icn/commit/1":
      return ofExecutor(context, body, (fence) => ({ type: "committed", fence }));
    case "icn/commits/1":
      return ofManager(context, body, { type: "revealed" });
    case "icn/receipt/1":
      return readReceipt(context, { cid, body });
    case "icn/cancel/1":
      return readCancel(context, body);
    case "icn/aid-match/1":
    case "icn/aid-request/1":
    case "icn/aid-template/1":
    case "icn/aid-withdrawal/1":
    case "icn/announce/1":
    case "icn/close/1":
    case "icn/constitution/1":
    case "icn/deposit/1":
    case "icn/entry/1":
    case "icn/member/1":
    case "icn/node/1":
    case "icn/op/1":
    case "icn/unlock/1":
    case "icn/vote/1":
      return { fault: "unfitting-fact" };
  }
}

function readReceipt(context: ReadingContext, { cid, body }: Fact<ExecutionReceipt>): Reading {
  const outcome = outcomeOf(body);
  return ofExecutor(context, body, (fence) => ({ type: "reported", fence, receipt: cid, outcome }));
}

function outcomeOf({ outcome }: ExecutionReceipt): ReportedEvent["outcome"] {
  return outcome.type === "ok" ? "ok" : reasonOfClass(outcome.class);
}

function reported(kind: ReportKind, seq: number): (fence: Fence) => ProgressedEvent {
  return (fence) => ({ type: "progressed", fence, kind, seq });
}

/** The creator may cancel, and whoever manages the job for it. */
function readCancel({ job }: ReadingContext, { job: id, by }: Cancel): Reading {
  if (id !== job.cid) return { fault: "other-job" };
  const isAllowed = by === job.body.by || by === managerOf(job.body);
  return isAllowed ? { event: { type: "cancelled" } } : { fault: "wrong-signer" };
}
