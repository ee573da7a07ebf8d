import { JOB_DEFAULTS, nextSteps, planOf, submitted, transition } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { jobBody } from "../job-samples.ts";

describe("the plan of a job", () => {
  it("is what its body says", () => {
    expect(planOf(jobBody())).toEqual({
      replicas: 1,
      agree: 1,
      commits: false,
      maxAttempts: 3,
      maxRounds: 2,
      backoffMs: 1000,
      bidWindowMs: 10_000,
      acceptMs: 5000,
      maxExecutionMs: 300_000,
    });
    const voted = jobBody({ verification: { type: "quorum", replicas: 5, agree: 3 } });
    expect(planOf(voted)).toMatchObject({ replicas: 5, agree: 3, commits: true });
  });

  it.each([
    [1000, 1, 1000],
    [1000, 2, 2000],
    [1000, 5, 16_000],
    [1000, 60_000, 300_000],
    [900_000, 3, 900_000],
    [0, 9, 0],
  ])("of %d ms waits after round %d for %d ms", (backoffMs, round, afterMs) => {
    const plan = planOf(jobBody({ retry: { maxAttempts: 1, maxRounds: 0, backoffMs } }));
    const opened = transition(submitted(plan), { type: "opened", round: 1 }).state;
    const closed = transition(opened, { type: "closed", round: 1 }).state;
    const state = "round" in closed ? { ...closed, round } : closed;
    expect(nextSteps(state)).toMatchObject([{ otherwise: { do: "open", round: round + 1, afterMs } }]);
  });
});

it("has the defaults of the protocol", () => {
  expect(JOB_DEFAULTS).toEqual({
    bidWindowMs: 10_000,
    acceptMs: 5000,
    leaseMs: 30_000,
    maxExecutionMs: 300_000,
    retry: { maxAttempts: 3, maxRounds: 2, backoffMs: 1000 },
    maxBackoffMs: 300_000,
    claimMarginMs: 60_000,
  });
});
