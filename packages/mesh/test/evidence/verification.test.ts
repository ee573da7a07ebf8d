import type { WorkOutcome } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { MeshError, quorum, type Replica, signature, verificationPolicy } from "@icn-mesh/mesh";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assignmentBody,
  bidBody,
  commitBody,
  factOf,
  failureBody,
  jobBody,
  receiptBody,
  someCid,
} from "../job-samples.ts";

const job = factOf(jobBody());
const salt = new Uint8Array(16).fill(5);

function replica(number: number, executor = number): Replica {
  const bid = factOf(bidBody(job, { by: sampleDid(executor) }));
  const assignment = factOf(assignmentBody(job, bid, { replica: number }));
  return { assignment, commit: null, receipt: null, isOver: false };
}

function saying(outcome: WorkOutcome, bare: Replica): Replica {
  const receipt = factOf(receiptBody(bare.assignment, { outcome, salt }));
  return { ...bare, receipt, commit: commitBody(bare.assignment, receipt.cid) };
}

const ok = (result: number): WorkOutcome => ({ type: "ok", result: someCid(result), outputs: {} });
const failed = (name: string): WorkOutcome => ({ type: "failed", class: name, message: "" });
const committed = (bare: Replica): Replica => ({ ...bare, commit: commitBody(bare.assignment, someCid(9)) });
const over = (bare: Replica): Replica => ({ ...bare, isOver: true });
const cid = ({ assignment }: Replica) => assignment.cid;
const [a, b, c] = [replica(0), replica(1), replica(2)];

describe("believing a signature", () => {
  const judging = (...replicas: readonly Replica[]) => signature({ replicas, revealed: false });

  it("waits for the receipt", () => {
    expect(judging(a)).toEqual({ step: "wait", for: "receipts", from: [cid(a)] });
  });

  it("accepts what the executor says", () => {
    const shown = { ...a, receipt: factOf(receiptBody(a.assignment)) };
    expect(judging(shown)).toEqual({ step: "accept", agreed: [cid(a)], outvoted: [] });
  });

  it("rejects a failure for its reason", () => {
    const shown = { ...a, receipt: factOf(failureBody(a.assignment, "trap")) };
    expect(judging(shown)).toEqual({ step: "reject", reason: "trap", agreed: [cid(a)], outvoted: [] });
  });

  it("ignores a receipt of somebody else, or for something else", () => {
    for (const changes of [{ by: sampleDid(9) }, { assignment: cid(b) }]) {
      const shown = { ...a, receipt: factOf(receiptBody(a.assignment, changes)) };
      expect(judging(shown)).toMatchObject({ step: "wait" });
    }
  });

  it("rejects when nothing more will come", () => {
    const lost = { step: "reject", reason: "lost", agreed: [], outvoted: [] };
    expect(judging(over(a))).toEqual(lost);
    expect(judging()).toEqual(lost);
  });
});

describe("two of three", () => {
  const policy = quorum(3, 2);
  const committing = (...replicas: readonly Replica[]) => policy({ replicas, revealed: false });
  const revealing = (...replicas: readonly Replica[]) => policy({ replicas, revealed: true });

  it("first waits for all commits, then for their showing", () => {
    expect(committing(committed(a), b, c)).toMatchObject({ step: "wait", for: "commits" });
    expect(committing(committed(a), committed(b), committed(c))).toEqual({
      step: "wait",
      for: "reveal",
      from: [],
    });
    expect(committing(committed(a), committed(b), over(c))).toMatchObject({ for: "reveal" });
  });

  it("rejects when too few are left to commit", () => {
    expect(committing(committed(a), over(b), over(c))).toMatchObject({
      step: "reject",
      reason: "verification",
    });
  });

  it("does not look at results before the commits are shown", () => {
    expect(committing(saying(ok(1), a), saying(ok(1), b), c)).toMatchObject({ step: "wait", for: "commits" });
  });

  it("accepts as soon as two agree, and names whom they outvote", () => {
    const agreed = [cid(a), cid(b)].toSorted();
    expect(revealing(saying(ok(1), a), saying(ok(1), b), committed(c))).toEqual({
      step: "accept",
      agreed,
      outvoted: [],
    });
    const all = revealing(saying(ok(1), a), saying(ok(1), b), saying(ok(2), c));
    expect(all).toEqual({ step: "accept", agreed, outvoted: [cid(c)] });
  });

  it("waits while a second may still agree, and rejects when none can", () => {
    const waiting = revealing(saying(ok(1), a), saying(ok(2), b), committed(c));
    expect(waiting).toEqual({ step: "wait", for: "receipts", from: [cid(c)] });
    const rejected = { step: "reject", reason: "verification", agreed: [], outvoted: [] };
    expect(revealing(saying(ok(1), a), saying(ok(2), b), saying(ok(3), c))).toEqual(rejected);
    expect(revealing(saying(ok(1), a), saying(ok(2), b), over(committed(c)))).toEqual(rejected);
    expect(revealing(saying(ok(1), a), over(committed(b)), c)).toEqual(rejected);
  });

  it("believes neither of two sides that one more replica has made equal, until another speaks", () => {
    const equal = [saying(ok(1), a), saying(ok(1), b), saying(ok(2), c), saying(ok(2), replica(3))];
    const rejected = { step: "reject", reason: "verification", agreed: [], outvoted: [] };
    expect(revealing(...equal)).toEqual(rejected);
    const fifth = replica(4);
    expect(revealing(...equal, committed(fifth))).toEqual({
      step: "wait",
      for: "receipts",
      from: [cid(fifth)],
    });
    expect(revealing(...equal, saying(ok(2), fifth))).toMatchObject({
      step: "accept",
      outvoted: [cid(a), cid(b)].toSorted(),
    });
  });

  it("compares all outputs by name, in whatever order they are named", () => {
    const outputs = { left: someCid(1), right: someCid(2) };
    const turned = { right: someCid(2), left: someCid(1) };
    const first: WorkOutcome = { type: "ok", result: someCid(1), outputs };
    const same: WorkOutcome = { ...first, outputs: turned };
    const other: WorkOutcome = { ...first, outputs: { left: someCid(2), right: someCid(1) } };
    expect(revealing(saying(first, a), saying(same, b), committed(c))).toMatchObject({ step: "accept" });
    expect(revealing(saying(first, a), saying(other, b), committed(c))).toMatchObject({ step: "wait" });
  });

  it("compares only what was begun at the same state", () => {
    const receipt = factOf(receiptBody(a.assignment, { outcome: ok(1), salt, resumedFrom: someCid(7) }));
    const resumed = { ...a, receipt, commit: commitBody(a.assignment, receipt.cid) };
    const others = [saying(ok(1), b), saying(ok(1), c)];
    expect(quorum(3, 2)({ replicas: [resumed, ...others], revealed: true })).toMatchObject({
      step: "accept",
      agreed: expect.not.arrayContaining([cid(a)]),
      outvoted: [cid(a)],
    });
  });

  it("rejects for a failure of the guest that two saw", () => {
    const step = revealing(saying(failed("trap"), a), saying(failed("trap"), b), saying(ok(1), c));
    expect(step).toMatchObject({ step: "reject", reason: "trap", outvoted: [cid(c)] });
  });

  it("lets nobody vote by failing itself", () => {
    const step = revealing(saying(failed("crashed"), a), saying(failed("crashed"), b), saying(ok(1), c));
    expect(step).toMatchObject({ step: "reject", reason: "verification", agreed: [] });
  });

  it.each<[string, (shown: Replica) => Replica]>([
    ["has no commit", (shown) => ({ ...shown, commit: null })],
    [
      "was not what it committed to",
      (shown) => ({ ...shown, commit: commitBody(shown.assignment, someCid(9)) }),
    ],
    ["was copied from another replica", (shown) => ({ ...shown, commit: saying(ok(1), b).commit })],
    ["has no salt", ({ assignment }) => unsalted(assignment)],
    ["is somebody else's", (shown) => ({ ...shown, receipt: saying(ok(1), b).receipt })],
  ])("does not count a result that %s", (_, spoil) => {
    const step = revealing(spoil(saying(ok(1), a)), saying(ok(1), b), over(committed(c)));
    expect(step).toMatchObject({ step: "reject", reason: "verification" });
  });

  it("gives one voice to an executor with two replicas", () => {
    const twice = [saying(ok(1), replica(0, 7)), saying(ok(1), replica(1, 7))];
    expect(revealing(...twice, committed(c))).toMatchObject({ step: "wait" });
    expect(revealing(...twice, over(committed(c)))).toMatchObject({ step: "reject" });
  });

  it("says the same in whatever order the replicas are", () => {
    const pool = [
      saying(ok(1), a),
      saying(ok(1), b),
      saying(ok(2), c),
      saying(ok(2), replica(3, 1)),
      over(replica(4)),
    ];
    const property = fc.property(
      fc.shuffledSubarray(pool, { minLength: 5 }),
      fc.boolean(),
      (replicas, revealed) => {
        const sorted = (step: ReturnType<typeof policy>) =>
          JSON.stringify(step, (_, value) => (Array.isArray(value) ? value.toSorted() : value));
        expect(sorted(policy({ replicas, revealed }))).toBe(sorted(policy({ replicas: pool, revealed })));
      },
    );
    void fc.assert(property);
  });

  function unsalted(assignment: Replica["assignment"]): Replica {
    const receipt = factOf(receiptBody(assignment, { outcome: ok(1) }));
    return { assignment, receipt, commit: commitBody(assignment, receipt.cid), isOver: false };
  }
});

describe("the policy of a job", () => {
  it("is the one that it names", () => {
    expect(verificationPolicy({ type: "signature" })).toBe(signature);
    const voting = verificationPolicy({ type: "quorum", replicas: 2, agree: 2 });
    expect(voting({ replicas: [a, b], revealed: false })).toMatchObject({ step: "wait", for: "commits" });
  });

  it.each([
    [2, 3],
    [0, 0],
    [4, 2],
    [2, -1],
    [33, 2],
    [2.5, 2],
    [3, 1.5],
    [Number.NaN, 1],
  ])("cannot be %d replicas of which %d agree", (replicas, agree) => {
    expect(() => quorum(replicas, agree)).toThrow(MeshError);
    expect(() => quorum(replicas, agree)).toThrow(expect.objectContaining({ code: "MESH_BAD_QUORUM" }));
  });
});
