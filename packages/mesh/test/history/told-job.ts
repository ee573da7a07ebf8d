import type { AnyBody } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import {
  answerBody,
  assignmentBody,
  bidBody,
  checkpointBody,
  creator,
  factOf,
  jobBody,
  net,
  progressBody,
  receiptBody,
  type Told,
} from "../job-samples.ts";

// A job with two bids, told entry by entry until it is completed.

export const job = factOf(jobBody());
export const bid = factOf(bidBody(job));
export const rival = factOf(bidBody(job, { by: sampleDid(2), price: 50n }));
export const assignment = factOf(assignmentBody(job, bid));
export const second = factOf(
  assignmentBody(job, rival, { attempt: 2, seq: 1, prev: assignment.cid, resumeFrom: null }),
);
export const receipt = factOf(receiptBody(assignment));
export const checkpoint = checkpointBody(assignment);
export const cancel: AnyBody = {
  net,
  by: creator,
  via: null,
  t: "icn/cancel/1",
  job: job.cid as never,
  reason: "",
};

export const opened: Told = { type: "opened", round: 1, at: 0 };
export const closed: Told = { type: "closed", round: 1, at: 1 };
export const lost: Told = { type: "lost", assignment: assignment.cid, reason: "lost", at: 2 };
export const anchored: Told = { type: "anchored", receipt: receipt.cid, at: 3 };
export const completed: Told = { type: "ended", status: "completed", reason: null, at: 4 };
export const upToAssigned: readonly Told[] = [
  job.body,
  opened,
  bid.body,
  rival.body,
  closed,
  assignment.body,
];
export const upToRunning: readonly Told[] = [
  ...upToAssigned,
  answerBody(assignment),
  progressBody(assignment),
  checkpoint,
];
export const whole: readonly Told[] = [...upToRunning, receipt.body, anchored, completed];
