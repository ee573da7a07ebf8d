import { FAILURE_REASONS, isAttemptFailure, isFailureReason, reasonOfClass } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";

const reasons = Object.keys(FAILURE_REASONS).filter(isFailureReason);

describe("the reasons of failure", () => {
  it("are those of the protocol, each with somebody to blame", () => {
    const blamed = Object.groupBy(reasons, (reason) => FAILURE_REASONS[reason]);
    expect(blamed).toEqual({
      creator: ["unfunded", "cancelled"],
      market: ["no-bids", "no-suitable-bid"],
      executor: [
        "not-accepted",
        "lost",
        "timeout",
        "preempted",
        "crashed",
        "invalid-receipt",
        "model-unavailable",
        "no-runner",
        "internal",
      ],
      verdict: ["verification"],
      guest: ["trap", "out-of-fuel", "out-of-memory", "output-too-large", "invalid-module", "invalid-input"],
    });
  });

  it("are only those, not what objects inherit", () => {
    for (const name of ["constructor", "toString", "__proto__", "", "Lost"]) {
      expect(isFailureReason(name)).toBe(false);
      expect(reasonOfClass(name)).toBe("internal");
    }
  });

  it("of a receipt are the guest's or the executor's own", () => {
    for (const reason of reasons) {
      const fault = FAILURE_REASONS[reason];
      expect(reasonOfClass(reason)).toBe(fault === "guest" || fault === "executor" ? reason : "internal");
    }
  });

  it("for which a manager gives an attempt up are the executor's, or that it was outvoted", () => {
    const given = reasons.filter(isAttemptFailure);
    expect(given.every((reason) => ["executor", "verdict"].includes(FAILURE_REASONS[reason]))).toBe(true);
    expect(given).toHaveLength(10);
  });
});
