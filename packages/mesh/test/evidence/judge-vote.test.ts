import { sampleDid } from "@icn-mesh/core/testing";
import { type Evidence, judge, type Replica } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import {
  assignmentBody,
  bidBody,
  commitBody,
  factOf,
  jobBody,
  receiptBody,
  someCid,
} from "../job-samples.ts";
import { byPayer, evidence, overdue, unpaid } from "./sample-evidence.ts";

describe("one of several replicas", () => {
  const voted = factOf(jobBody({ verification: { type: "quorum", replicas: 3, agree: 2 } }));
  const salt = new Uint8Array(16).fill(5);
  const replicas = [1, 2, 3].map((number): Replica => {
    const offer = factOf(bidBody(voted, { by: sampleDid(number) }));
    const given = factOf(assignmentBody(voted, offer, { replica: number - 1 }));
    return { assignment: given, commit: null, receipt: null, isOver: false };
  });
  const revealing = (results: readonly (number | null)[]): readonly Replica[] =>
    replicas.map((replica, at) => {
      const result = results[at] ?? null;
      if (result === null) return { ...replica, commit: commitBody(replica.assignment, someCid(9)) };
      const outcome = { type: "ok", result: someCid(result), outputs: {} } as const;
      const shown = factOf(receiptBody(replica.assignment, { outcome, salt }));
      return { ...replica, receipt: shown, commit: commitBody(replica.assignment, shown.cid) };
    });
  const judging = (all: readonly Replica[], changes: Partial<Evidence> = {}) => {
    const [own] = all;
    if (own?.receipt === null || own === undefined) throw new Error("the first replica has nothing to show");
    const offer = factOf(bidBody(voted, { by: sampleDid(1) }));
    const quorum = { replicas: all, revealed: true };
    const shown = { ...byPayer, fact: own.receipt };
    return judge({
      ...evidence,
      job: voted,
      bid: offer,
      assignment: own.assignment,
      shown,
      quorum,
      ...changes,
    });
  };

  it("is paid when enough others say the same", () => {
    expect(judging(revealing([1, 1, null]))).toMatchObject({ verdict: "settle", type: "pay", price: 40n });
  });

  it("waits for the others while they may still say so, and is paid if nobody outvotes it in time", () => {
    expect(judging(revealing([1, 2, null]))).toEqual({ verdict: "wait", until: 160_000, because: "quorum" });
    expect(judging(revealing([1, 2, null]), overdue)).toMatchObject({ type: "pay" });
    expect(judging(revealing([1, 2, 3]))).toMatchObject({ type: "pay" });
  });

  it("gets nothing when it is outvoted, but may ask for one more replica in the grace period", () => {
    const outvoted = revealing([1, 2, 2]);
    expect(judging(outvoted)).toEqual({ verdict: "wait", until: 110_000, because: "grace" });
    expect(judging(outvoted, { now: 110_000 })).toEqual(unpaid("outvoted", "outvoted"));
  });

  it("counts only what it committed to", () => {
    const [own, ...others] = revealing([1, 1, null]);
    if (own === undefined) throw new Error("no replica");
    const refused = { verdict: "refuse", because: "not-committed" };
    expect(judging([{ ...own, commit: null }, ...others])).toEqual(refused);
    expect(judging([{ ...own, commit: commitBody(own.assignment, someCid(9)) }, ...others])).toEqual(refused);
    expect(judging([own, ...others], { quorum: null })).toEqual(refused);
    expect(judging([own, ...others], { quorum: { replicas: others, revealed: true } })).toEqual(refused);
  });
});
