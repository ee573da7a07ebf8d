import { sampleDid } from "@icn-mesh/core/testing";
import {
  type LifecycleEvent,
  type LifecycleState,
  liveAttempts,
  nextSteps,
  type Step,
  stepKey,
  submitted,
  transition,
} from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { reachableStates } from "./explore.ts";
import { halfPlan, quorumPlan, signaturePlan } from "./plans.ts";
import { fenceFor, receiptFor, universeOf } from "./universe.ts";

const plans = [
  signaturePlan,
  halfPlan,
  { ...quorumPlan, maxAttempts: 1 },
  { ...signaturePlan, maxRounds: 1 },
];
const fence = fenceFor(0, 1);
const open = { type: "opened", round: 1 } as const;
const closed = { type: "closed", round: 1 } as const;
const assigned = { type: "assigned", fence, executor: sampleDid(1), leaseMs: 30_000 } as const;
const accepted = { type: "accepted", fence } as const;
const lost = { type: "lost", fence, reason: "lost" } as const;

describe("the next steps", () => {
  it("open the first round of a job whose hold is certified", () => {
    expect(nextSteps(submitted(signaturePlan))).toEqual([{ do: "open", round: 1, afterMs: 0 }]);
  });

  it("close the bidding when the window is over", () => {
    expect(stepsAfter([open])).toEqual([{ do: "close", round: 1, afterMs: 10_000 }]);
  });

  it("give the job to the best bid, or without one open the next round after a pause", () => {
    const otherwise = { do: "open", round: 2, afterMs: 1000 };
    expect(stepsAfter([open, closed])).toEqual([{ do: "assign", replica: 0, attempt: 1, otherwise }]);
  });

  it("end the job without a bid in the last round, for the reason that the selection gives", () => {
    const steps = stepsAfter([open, closed, { type: "opened", round: 2 }, { type: "closed", round: 2 }]);
    expect(steps).toMatchObject([{ otherwise: { do: "end", status: "failed", reason: null } }]);
  });

  it("give the reason of the last attempt rather than that nobody is left", () => {
    const again = [{ type: "opened", round: 2 } as const, { type: "closed", round: 2 } as const];
    const steps = stepsAfter([open, closed, assigned, lost, ...again]);
    expect(steps).toMatchObject([{ do: "assign", attempt: 2, otherwise: { reason: "lost" } }]);
  });

  it("wait for the acceptance, then for a sign of life within the lease and for the end of the work", () => {
    expect(stepsAfter([open, closed, assigned])).toEqual([
      { do: "lose", fence, reason: "not-accepted", afterMs: 5000, renewals: 0 },
    ]);
    expect(stepsAfter([open, closed, assigned, accepted])).toEqual([
      { do: "lose", fence, reason: "lost", afterMs: 30_000, renewals: 0 },
      { do: "lose", fence, reason: "timeout", afterMs: 300_000, renewals: 0 },
    ]);
  });

  it("start the lease again with each report, and never the time for the work", () => {
    const report = (seq: number) => ({ type: "progressed", fence, kind: "progress", seq }) as const;
    const keysAfter = (...seqs: readonly number[]) =>
      stepsAfter([open, closed, assigned, accepted, ...seqs.map(report)]).map(stepKey);
    expect(keysAfter(0)).toEqual(["lose 0 1 lost 1", "lose 0 1 timeout 0"]);
    expect(keysAfter(0, 1)).toEqual(["lose 0 1 lost 2", "lose 0 1 timeout 0"]);
  });

  it("have a job verified, then ended as its receipt says", () => {
    const work = [open, closed, assigned, accepted];
    for (const [outcome, end] of [
      ["ok", { do: "end", status: "completed" }],
      ["trap", { do: "end", status: "failed", reason: "trap" }],
    ] as const) {
      const receipt = receiptFor(fence, outcome);
      const reported = { type: "reported", fence, receipt, outcome } as const;
      expect(stepsAfter([...work, reported])).toEqual([{ do: "verify" }]);
      expect(stepsAfter([...work, reported, { type: "anchored", receipt }])).toEqual([end]);
    }
  });

  it("end the job when its attempts are used up", () => {
    const second = fenceFor(0, 2);
    const steps = stepsAfter([
      open,
      closed,
      assigned,
      lost,
      { ...assigned, fence: second },
      { type: "refused", fence: second },
    ]);
    expect(steps).toEqual([{ do: "end", status: "failed", reason: "not-accepted" }]);
  });

  it("have distinct names, so that a delay belongs to one of them", () => {
    const keys = plans.flatMap(statesOf).map((state) => nextSteps(state).map(stepKey));
    expect(keys.filter((names) => new Set(names).size < names.length)).toEqual([]);
  });
});

describe("the steps of replicas", () => {
  const second = fenceFor(1, 1);
  const both: readonly LifecycleEvent[] = [
    open,
    closed,
    assigned,
    accepted,
    { type: "assigned", fence: second, executor: sampleDid(2), leaseMs: 30_000 },
    { type: "accepted", fence: second },
  ];
  const commits = [{ type: "committed", fence } as const, { type: "committed", fence: second } as const];

  it("show the commits when all are in, and then want the receipts within the lease", () => {
    expect(stepsAfter([...both, ...commits], quorumPlan)).toEqual([{ do: "reveal" }]);
    expect(stepsAfter([...both, ...commits, { type: "revealed" }], quorumPlan)).toEqual([
      { do: "lose", fence, reason: "lost", afterMs: 30_000, renewals: 0 },
      { do: "lose", fence: second, reason: "lost", afterMs: 30_000, renewals: 0 },
    ]);
  });

  it("go on without a replica that nobody takes, if the others can still agree", () => {
    const plan = { ...halfPlan, maxAttempts: 2 };
    const alone = [...both, { type: "lost", fence: second, reason: "lost" } as const];
    expect(stepsAfter(alone, plan)).toContainEqual({
      do: "assign",
      replica: 1,
      attempt: 2,
      otherwise: { do: "wait" },
    });
    expect(stepsAfter([...alone, { type: "committed", fence }], plan)).toEqual([
      { do: "assign", replica: 1, attempt: 2, otherwise: { do: "reveal" } },
    ]);
  });

  it("end the job when too few replicas are left to agree", () => {
    const plan = { ...quorumPlan, maxAttempts: 1 };
    const steps = stepsAfter([...both, { type: "lost", fence: second, reason: "timeout" }], plan);
    expect(steps).toEqual([{ do: "end", status: "failed", reason: "timeout" }]);
  });

  it("end the job for a failure of the guest only if enough replicas saw the same one", () => {
    const saw = (at: typeof fence, outcome: "trap" | "out-of-fuel") =>
      [
        { type: "reported", fence: at, receipt: receiptFor(at, outcome), outcome } as const,
        { type: "anchored", receipt: receiptFor(at, outcome) } as const,
      ] as const;
    const shown = [...both, ...commits, { type: "revealed" } as const];
    const same = stepsAfter([...shown, ...saw(fence, "trap"), ...saw(second, "trap")], quorumPlan);
    expect(same).toEqual([{ do: "end", status: "failed", reason: "trap" }]);
    expect(stepsAfter([...shown, ...saw(fence, "trap"), ...saw(second, "out-of-fuel")], quorumPlan)).toEqual(
      [],
    );
  });
});

describe("every job ends", () => {
  it.each(plans.map((plan) => [plan]))("if its manager follows the steps: %o", (plan) => {
    const stuck = statesOf(plan).filter((state) => {
      const last = followToTheEnd(state);
      return !isEnded(last) && !isUndecidable(last);
    });
    expect(stuck).toEqual([]);
  });

  it("and whoever is at work can be told", () => {
    const working = stateAfter([open, closed, assigned, accepted]);
    expect(liveAttempts(working)).toEqual([fence]);
    expect(liveAttempts(stateAfter([open]))).toEqual([]);
    expect(liveAttempts(stateAfter([{ type: "cancelled" }]))).toEqual([]);
  });
});

function followToTheEnd(state: LifecycleState): LifecycleState {
  let last = state;
  for (let steps = 0; nextSteps(last).length > 0; steps++) {
    if (steps === 50) return state;
    last = follow(last);
  }
  return last;
}

/** A manager that has no bids and no luck: it takes the first step, and for each vacant seat the way without a bid. */
function follow(state: LifecycleState): LifecycleState {
  const steps = nextSteps(state).map((step) => (step.do === "assign" ? step.otherwise : step));
  const step = steps.find((candidate) => candidate.do !== "wait");
  const event = step === undefined ? undefined : eventOf(step, state);
  if (event === undefined) throw new Error(`no way on from ${JSON.stringify(nextSteps(state))}`);
  const answer = transition(state, event);
  if (answer.answer !== "applied") throw new Error(`${answer.why}: ${JSON.stringify({ state, event })}`);
  return answer.state;
}

function eventOf(step: Exclude<Step, { do: "assign" }>, state: LifecycleState): LifecycleEvent | undefined {
  switch (step.do) {
    case "open":
      return { type: "opened", round: step.round };
    case "close":
      return { type: "closed", round: step.round };
    case "lose":
      return { type: "lost", fence: step.fence, reason: step.reason };
    case "reveal":
      return { type: "revealed" };
    case "end":
      return step.status === "completed"
        ? { type: "ended", status: "completed" }
        : { type: "ended", status: "failed", reason: step.reason ?? "no-bids" };
    case "verify": {
      const seat = "seats" in state ? state.seats.find(({ phase }) => phase === "reported") : undefined;
      return seat?.phase === "reported" ? { type: "anchored", receipt: seat.receipt } : undefined;
    }
  }
}

function isEnded({ status }: LifecycleState): boolean {
  return status === "Completed" || status === "Failed" || status === "Cancelled";
}

/** Receipts that contradict each other are for the verification policy to reject. */
function isUndecidable(state: LifecycleState): boolean {
  return "seats" in state && state.seats.every(({ phase }) => phase === "anchored" || phase === "vacant");
}

function statesOf(plan: typeof signaturePlan): readonly LifecycleState[] {
  return reachableStates(plan, universeOf(plan, { attempts: 2, seqs: [0], strangers: false }));
}

function stepsAfter(events: readonly LifecycleEvent[], plan = signaturePlan): readonly Step[] {
  return nextSteps(stateAfter(events, plan));
}

function stateAfter(events: readonly LifecycleEvent[], plan = signaturePlan): LifecycleState {
  return events.reduce<LifecycleState>((state, event) => {
    const answer = transition(state, event);
    expect(answer.answer).toBe("applied");
    return answer.state;
  }, submitted(plan));
}
