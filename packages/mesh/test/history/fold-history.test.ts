import type { AnyBody } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import {
  currentProgress,
  currentStatus,
  foldHistory,
  isLongRunning,
  latestCheckpoint,
  replicasOf,
  signature,
} from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import {
  answerBody,
  assignmentBody,
  bidBody,
  checkpointBody,
  commitBody,
  creator,
  executor,
  factOf,
  failureBody,
  historyOf,
  jobBody,
  net,
  receiptBody,
  releaseBody,
  someCid,
  type Told,
} from "../job-samples.ts";
import {
  anchored,
  assignment,
  bid,
  cancel,
  checkpoint,
  closed,
  completed,
  job,
  lost,
  opened,
  receipt,
  rival,
  second,
  upToAssigned,
  upToRunning,
  whole,
} from "./told-job.ts";

const fold = (...told: readonly Told[]) => foldHistory(historyOf(job, told));

describe("the status of a job", () => {
  it.each<[string, readonly Told[]]>([
    ["Submitted", []],
    ["Submitted", [job.body]],
    ["BiddingOpen", upToAssigned.slice(0, 2)],
    ["BiddingOpen", upToAssigned.slice(0, 4)],
    ["BiddingClosed", upToAssigned.slice(0, 5)],
    ["Assigned", upToAssigned],
    ["Assigned", upToRunning.slice(0, 7)],
    ["Executing", upToRunning],
    ["Executing", [...upToRunning, receipt.body, anchored]],
    ["Completed", whole],
    ["BiddingClosed", [...upToRunning, failureBody(assignment, "crashed")]],
    ["BiddingClosed", [...upToRunning, releaseBody(assignment)]],
    ["BiddingClosed", [...upToAssigned, answerBody(assignment, false)]],
    ["BiddingClosed", [...upToRunning, lost]],
    ["Assigned", [...upToRunning, lost, second.body]],
    ["Failed", [...upToRunning, { type: "ended", status: "failed", reason: "timeout", at: 0 }]],
    ["Cancelled", [...upToRunning, cancel]],
    ["Cancelled", [{ type: "ended", status: "cancelled", reason: "cancelled", at: 0 }]],
  ])("is %s (%#)", (status, told) => {
    const { lifecycle, refused } = fold(...told);
    expect(currentStatus(lifecycle)).toBe(status);
    expect(refused).toEqual([]);
  });

  it("is failed by a receipt that says so, once the manager has anchored it", () => {
    const failure = factOf(failureBody(assignment, "trap"));
    const { lifecycle } = fold(
      ...upToRunning,
      failure.body,
      { type: "anchored", receipt: failure.cid, at: 0 },
      { type: "ended", status: "failed", reason: "trap", at: 0 },
    );
    expect(lifecycle.state).toMatchObject({ status: "Failed", reason: "trap" });
    expect(lifecycle.receipt?.cid).toBe(failure.cid);
  });
});

describe("the lifecycle of a job", () => {
  it("has all that its history admits", () => {
    const output: AnyBody = {
      ...head(executor),
      t: "icn/partial/1",
      assignment: assignment.cid,
      seq: 0,
      at: 0,
      outputId: "o",
      stage: "s",
      output: someCid(3),
      size: 1,
    };
    const { lifecycle } = fold(...upToRunning, output, ...whole.slice(upToRunning.length));
    expect(lifecycle).toMatchObject({
      job,
      bids: [bid, rival],
      assignment,
      assignments: [assignment],
      receipt,
      receipts: [receipt],
      checkpoints: [{ body: checkpoint }],
      partialOutputs: [{ body: output }],
      progress: [{ body: { percent: 1000, etaMs: 9000, completedStages: ["fetch"] } }],
      commits: [],
      selections: [],
    });
  });

  it("of a long-running job goes on from its latest checkpoint", () => {
    const { lifecycle } = fold(...upToRunning);
    expect(isLongRunning(lifecycle)).toBe(true);
    expect(currentProgress(lifecycle)).toBe(3000);
    expect(latestCheckpoint(lifecycle)?.body.checkpointId).toBe("half way");
  });

  it("of another job has nothing to go on from", () => {
    const { lifecycle } = fold(...upToAssigned);
    expect(isLongRunning(lifecycle)).toBe(false);
    expect(currentProgress(lifecycle)).toBe(0);
    expect(currentProgress(fold().lifecycle)).toBe(0);
    expect(latestCheckpoint(lifecycle)).toBeUndefined();
  });

  it("takes the checkpoint with the highest number, in whatever order they came", () => {
    const later = checkpointBody(assignment, { seq: 2, checkpointId: "later", percent: 6000 });
    const late = checkpointBody(assignment, { seq: 1, checkpointId: "late", percent: 5000 });
    const { lifecycle, refused } = fold(...upToRunning, later, late);
    expect(latestCheckpoint(lifecycle)?.body.checkpointId).toBe("later");
    expect(lifecycle.checkpoints).toHaveLength(3);
    expect(refused).toEqual([]);
  });

  it("counts progress from what the next attempt resumes", () => {
    const resumed = { ...second.body, resumeFrom: factOf(checkpoint).cid };
    expect(currentProgress(fold(...upToRunning, lost, resumed).lifecycle)).toBe(3000);
    expect(currentProgress(fold(...upToRunning, lost, second.body).lifecycle)).toBe(0);
    expect(currentProgress(fold(...whole).lifecycle)).toBe(10_000);
  });

  it("keeps a bid once, however often it is admitted", () => {
    expect(fold(...upToAssigned.slice(0, 4), bid.body).lifecycle.bids).toHaveLength(2);
  });

  it("takes what is said twice once", () => {
    const { lifecycle, refused } = fold(
      ...upToAssigned,
      assignment.body,
      ...whole.slice(upToAssigned.length),
    );
    expect(lifecycle.assignments).toHaveLength(1);
    expect(refused).toEqual([]);
  });

  it("keeps the selections of its manager", () => {
    const selection: AnyBody = {
      ...head(creator),
      t: "icn/selection/1",
      job: assignment.body.job,
      round: 1,
      bids: [],
      policy: { name: "weighted", params: null },
      inputs: [],
      scores: [],
      winner: bid.cid,
      rejected: [],
    };
    const { lifecycle } = fold(...upToAssigned.slice(0, 5), selection);
    expect(lifecycle.selections).toMatchObject([{ body: selection }]);
  });

  it("hands the attempts that count to the verification policy", () => {
    const { lifecycle } = fold(...upToRunning, lost, second.body, answerBody(second), receiptBody(second));
    const replicas = replicasOf(lifecycle);
    expect(signature(replicas)).toEqual({ step: "accept", agreed: [second.cid], outvoted: [] });
    expect(replicasOf(fold().lifecycle)).toEqual({ replicas: [], revealed: false });
  });
});

describe("a job with replicas", () => {
  const voted = factOf(jobBody({ verification: { type: "quorum", replicas: 2, agree: 2 } }));
  const bids = [1, 2].map((number) => factOf(bidBody(voted, { by: sampleDid(number) })));
  const assignments = bids.map((offer, replica) =>
    factOf(assignmentBody(voted, offer, { replica, seq: replica })),
  );
  const salt = new Uint8Array(16);
  const receipts = assignments.map((given) => factOf(receiptBody(given, { salt })));
  const commits = assignments.map((given, at) => commitBody(given, receipts[at]?.cid ?? someCid(0)));
  const shown: AnyBody = { ...head(creator), t: "icn/commits/1", job: voted.cid as never, commits: [] };
  const told: readonly Told[] = [
    opened,
    ...bids.map(({ body }) => body),
    closed,
    ...assignments.flatMap((given) => [given.body, answerBody(given)]),
    ...commits,
    shown,
    ...receipts.map(({ body }) => body),
    ...receipts.map((given): Told => ({ type: "anchored", receipt: given.cid, at: 0 })),
    completed,
  ];

  it("commits, reveals, and completes", () => {
    const { lifecycle, refused } = foldHistory(historyOf(voted, told));
    expect(refused).toEqual([]);
    expect(lifecycle.state).toMatchObject({ status: "Completed", receipts: receipts.map(({ cid }) => cid) });
    expect(lifecycle.commits).toHaveLength(2);
    expect(replicasOf(lifecycle)).toMatchObject({ revealed: true, replicas: [{}, {}] });
    const partial = foldHistory(historyOf(voted, told.slice(0, 9))).lifecycle;
    expect(replicasOf(partial)).toMatchObject({
      revealed: false,
      replicas: [{ commit: commits[0], receipt: null }, { commit: null }],
    });
  });
});

describe("an entry that means nothing", () => {
  const stranger = sampleDid(66);
  const strays: readonly (readonly [string, Told])[] = [
    ["other-job", jobBody({ priority: 9 })],
    ["other-job", bidBody(factOf(jobBody({ priority: 9 })))],
    ["other-job", { ...assignment.body, job: net as never }],
    ["other-job", { ...cancel, job: net as never } as AnyBody],
    ["wrong-signer", { ...assignment.body, by: stranger }],
    ["wrong-signer", { ...(answerBody(assignment) as AnyBody), by: stranger } as AnyBody],
    ["wrong-signer", { ...receipt.body, by: stranger }],
    ["wrong-signer", { ...cancel, by: stranger } as AnyBody],
    ["unknown-assignment", receiptBody(factOf(assignmentBody(job, rival)))],
    ["unknown-assignment", { ...lost, assignment: someCid(1) } as Told],
    ["unknown-reason", { ...lost, reason: "no-bids" } as Told],
    ["unknown-reason", { ...lost, reason: "toString" } as Told],
    ["unknown-reason", { type: "ended", status: "failed", reason: "bored", at: 0 }],
    ["unknown-reason", { type: "ended", status: "failed", reason: null, at: 0 }],
    [
      "unfitting-fact",
      {
        ...head(creator),
        t: "icn/member/1",
        account: executor,
        class: "c",
        scopes: [],
        capabilities: [],
        notAfter: 0,
      },
    ],
    ["nothing-to-assign", { type: "opened", round: 2, at: 0 }],
    ["older-round", { type: "opened", round: 0, at: 0 }],
    ["nothing-anchored", completed],
  ];

  it.each(strays)("is refused as %s, and the rest of the history still counts", (why, stray) => {
    const history = historyOf(job, [...upToAssigned, stray, ...whole.slice(upToAssigned.length)]);
    const { lifecycle, refused } = foldHistory(history);
    const entry = history.entries[upToAssigned.length]?.cid;
    expect(refused).toEqual([{ seq: upToAssigned.length, entry, why }]);
    expect(currentStatus(lifecycle)).toBe("Completed");
  });

  it("lets a manager with an account of its own cancel, and nobody else manage", () => {
    const manager = sampleDid(50);
    const managed = factOf(jobBody({ manager }));
    const cancelled = { ...cancel, job: managed.cid as never, by: manager } as AnyBody;
    expect(currentStatus(foldHistory(historyOf(managed, [cancelled])).lifecycle)).toBe("Cancelled");
    const usurped = historyOf(managed, [opened]).entries.map(({ body }) => factOf({ ...body, by: creator }));
    const history = foldHistory({ job: managed, entries: usurped, facts: [] });
    expect(history.foreign).toEqual(usurped.map(({ cid }) => cid));
    expect(currentStatus(history.lifecycle)).toBe("Submitted");
  });

  it("after the end changes nothing", () => {
    const { lifecycle, refused } = fold(...whole, { type: "opened", round: 2, at: 9 }, cancel);
    expect(refused.map(({ why }) => why)).toEqual(["job-ended", "job-ended"]);
    expect(currentStatus(lifecycle)).toBe("Completed");
  });
});

function head(by: typeof creator) {
  return { net, by, via: null };
}
