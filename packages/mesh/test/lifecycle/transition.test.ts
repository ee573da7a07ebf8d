import { sampleDid } from "@icn-mesh/core/testing";
import { type LifecycleEvent, type LifecycleState, submitted, transition } from "@icn-mesh/mesh";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reachableStates } from "./explore.ts";
import { signaturePlan } from "./plans.ts";
import { createReferenceMachine } from "./reference-machine.ts";
import { fenceFor, receiptFor, universeOf } from "./universe.ts";

const fence = fenceFor(0, 1);
const second = fenceFor(0, 2);
const executor = sampleDid(1);
const assigned = { type: "assigned", fence, executor, leaseMs: 30_000 } as const;
const reported = { type: "reported", fence, receipt: receiptFor(fence), outcome: "ok" } as const;
const upToAssigned: readonly LifecycleEvent[] = [
  { type: "opened", round: 1 },
  { type: "closed", round: 1 },
  assigned,
];
const upToRunning: readonly LifecycleEvent[] = [
  ...upToAssigned,
  { type: "accepted", fence },
  { type: "progressed", fence, kind: "progress", seq: 0 },
];
const upToAnchored: readonly LifecycleEvent[] = [
  ...upToRunning,
  reported,
  { type: "anchored", receipt: reported.receipt },
];

describe("a job that goes well", () => {
  it("passes all statuses in order", () => {
    const events = [...upToAnchored, { type: "ended", status: "completed" } as const];
    expect(statusesOf(events)).toEqual([
      "BiddingOpen",
      "BiddingClosed",
      "Assigned",
      "Assigned",
      "Executing",
      "Executing",
      "Executing",
      "Completed",
    ]);
  });

  it("executes from its first checkpoint or partial output on, too", () => {
    for (const kind of ["checkpoint", "output"] as const) {
      const state = stateAfter([
        ...upToAssigned,
        { type: "accepted", fence },
        { type: "progressed", fence, kind, seq: 4 },
      ]);
      expect(state.status).toBe("Executing");
    }
  });

  it("names its receipt when it is completed", () => {
    const state = stateAfter([...upToAnchored, { type: "ended", status: "completed" }]);
    expect(state).toMatchObject({ status: "Completed", receipts: [receiptFor(fence)] });
  });
});

describe("an attempt that comes to nothing", () => {
  it.each([
    ["not-accepted", { type: "refused", fence }],
    ["not-accepted", { type: "released", fence }],
    ["not-accepted", { type: "lost", fence, reason: "not-accepted" }],
  ] as const)("goes back to the bids as %s", (reason, event) => {
    const state = stateAfter([...upToAssigned, event]);
    expect(state).toMatchObject({ status: "BiddingClosed", tried: [{ attempt: 1, executor, reason }] });
  });

  it.each([
    ["preempted", { type: "released", fence }],
    ["lost", { type: "lost", fence, reason: "lost" }],
    ["crashed", { ...reported, outcome: "crashed" }],
  ] as const)("goes back to the bids from execution as %s", (reason, event) => {
    const state = stateAfter([...upToRunning, event]);
    expect(state).toMatchObject({ status: "BiddingClosed", tried: [{ attempt: 1, executor, reason }] });
  });

  it("goes back to the bids when its receipt does not hold", () => {
    const state = stateAfter([...upToRunning, reported, { type: "lost", fence, reason: "invalid-receipt" }]);
    expect(state).toMatchObject({ status: "BiddingClosed", tried: [{ reason: "invalid-receipt" }] });
  });

  it("is followed by the next attempt, after which it is stale", () => {
    const lost = { type: "lost", fence, reason: "lost" } as const;
    const state = stateAfter([...upToRunning, lost, { ...assigned, fence: second }]);
    for (const event of [reported, lost, { type: "accepted", fence }, assigned] as const) {
      expect(transition(state, event)).toEqual({ answer: "stale", state, why: "older-attempt" });
    }
  });

  it("cannot be given again under the same fence", () => {
    const again = { ...assigned, fence: { ...fence, assignment: second.assignment } };
    const late = { answer: "stale", why: "older-attempt" };
    expect(transition(stateAfter(upToAssigned), again)).toMatchObject(late);
    const lost = { type: "lost", fence, reason: "lost" } as const;
    expect(transition(stateAfter([...upToAssigned, lost]), again)).toMatchObject(late);
  });

  it("is stale at once, not only when another has begun", () => {
    const state = stateAfter([...upToRunning, { type: "lost", fence, reason: "lost" }]);
    expect(transition(state, reported)).toEqual({ answer: "stale", state, why: "older-attempt" });
  });
});

describe("an event that cannot be", () => {
  it.each<[string, readonly LifecycleEvent[], LifecycleEvent]>([
    ["not-opened", [], assigned],
    ["wrong-round", [], { type: "opened", round: 2 }],
    ["nothing-anchored", [], { type: "ended", status: "completed" }],
    ["bidding-open", upToAssigned.slice(0, 1), assigned],
    ["bidding-open", upToAssigned.slice(0, 1), { type: "opened", round: 2 }],
    ["wrong-round", upToAssigned.slice(0, 2), { type: "opened", round: 3 }],
    ["wrong-round", upToAssigned.slice(0, 2), { type: "closed", round: 2 }],
    ["wrong-attempt", upToAssigned.slice(0, 2), { ...assigned, fence: second }],
    ["no-such-replica", upToAssigned.slice(0, 2), { ...assigned, fence: fenceFor(1, 1) }],
    ["no-such-replica", upToAssigned, { type: "accepted", fence: fenceFor(1, 1) }],
    ["nothing-to-assign", upToAssigned, { type: "opened", round: 2 }],
    ["seat-taken", upToAssigned, { ...assigned, fence: second }],
    ["unknown-attempt", upToAssigned, { type: "accepted", fence: second }],
    [
      "other-assignment",
      upToAssigned,
      { type: "accepted", fence: { ...fence, assignment: second.assignment } },
    ],
    ["not-accepted", upToAssigned, { type: "progressed", fence, kind: "progress", seq: 0 }],
    ["not-accepted", upToAssigned, reported],
    ["already-accepted", upToRunning, { type: "refused", fence }],
    ["no-quorum", upToRunning, { type: "committed", fence }],
    ["no-quorum", upToRunning, { type: "revealed" }],
    ["unknown-receipt", upToRunning, { type: "anchored", receipt: reported.receipt }],
    ["other-receipt", [...upToRunning, reported], { ...reported, receipt: receiptFor(second) }],
    ["already-reported", [...upToRunning, reported], { type: "released", fence }],
    ["already-anchored", upToAnchored, { type: "lost", fence, reason: "verification" }],
    ["already-decided", upToAnchored, { type: "cancelled" }],
    ["already-decided", upToAnchored, { type: "ended", status: "failed", reason: "timeout" }],
  ])("is illegal: %s", (why, events, event) => {
    const state = stateAfter(events);
    expect(transition(state, event)).toEqual({ answer: "illegal", state, why });
  });

  it("is one attempt or one round more than the plan allows", () => {
    const lost = { type: "lost", fence, reason: "lost" } as const;
    const both = stateAfter([
      ...upToAssigned,
      lost,
      { type: "opened", round: 2 },
      { type: "closed", round: 2 },
      { ...assigned, fence: second },
      { ...lost, fence: second },
    ]);
    const third = { ...assigned, fence: fenceFor(0, 3) };
    expect(transition(both, third)).toMatchObject({ answer: "illegal", why: "attempts-used-up" });
    expect(transition(both, { type: "opened", round: 3 })).toMatchObject({ why: "rounds-used-up" });
  });

  it("is no round more when there is nobody left to ask", () => {
    const plan = { ...signaturePlan, maxAttempts: 1 };
    const state = stateAfter([...upToAssigned, { type: "refused", fence }], submitted(plan));
    expect(transition(state, { type: "opened", round: 2 })).toMatchObject({ why: "nothing-to-assign" });
  });
});

describe("an event that says again what is so", () => {
  it.each<[readonly LifecycleEvent[], LifecycleEvent]>([
    [upToAssigned.slice(0, 1), { type: "opened", round: 1 }],
    [upToAssigned, { type: "closed", round: 1 }],
    [upToAssigned, assigned],
    [upToRunning, { type: "accepted", fence }],
    [upToRunning, { type: "progressed", fence, kind: "progress", seq: 0 }],
    [[...upToRunning, reported], reported],
    [upToAnchored, { type: "anchored", receipt: reported.receipt }],
    [[{ type: "cancelled" }], { type: "cancelled" }],
    [[{ type: "cancelled" }], { type: "ended", status: "cancelled" }],
    [[...upToAnchored, { type: "ended", status: "completed" }], { type: "ended", status: "completed" }],
    [
      [{ type: "ended", status: "failed", reason: "unfunded" }],
      { type: "ended", status: "failed", reason: "unfunded" },
    ],
  ])("is a duplicate (%#)", (events, event) => {
    const state = stateAfter(events);
    expect(transition(state, event)).toEqual({ answer: "duplicate", state, why: "already-so" });
  });
});

describe("an event that comes late", () => {
  it.each<[string, readonly LifecycleEvent[], LifecycleEvent]>([
    ["older-round", upToAssigned, { type: "opened", round: 1 }],
    ["older-round", upToAssigned, { type: "opened", round: 0 }],
    ["older-round", upToAssigned, { type: "closed", round: 0 }],
    ["already-reported", [...upToRunning, reported], { type: "progressed", fence, kind: "output", seq: 9 }],
    ["job-ended", [{ type: "cancelled" }], { type: "ended", status: "completed" }],
    ["job-ended", [{ type: "cancelled" }], { type: "opened", round: 1 }],
    [
      "job-ended",
      [{ type: "ended", status: "failed", reason: "lost" }],
      { type: "ended", status: "failed", reason: "timeout" },
    ],
  ])("is stale: %s", (why, events, event) => {
    const state = stateAfter(events);
    expect(transition(state, event)).toEqual({ answer: "stale", state, why });
  });

  it("is stale if a later report came first, each kind by itself", () => {
    const state = stateAfter([...upToRunning, { type: "progressed", fence, kind: "progress", seq: 5 }]);
    const late = { type: "progressed", fence, kind: "progress", seq: 4 } as const;
    expect(transition(state, late)).toMatchObject({ answer: "stale", why: "older-report" });
    expect(transition(state, { ...late, kind: "checkpoint" })).toMatchObject({ answer: "applied" });
  });
});

describe("every reachable state", () => {
  const events = universeOf(signaturePlan, { attempts: 3, seqs: [0, 1], strangers: true });
  const states = reachableStates(signaturePlan, events);

  it("answers every event, and changes only if the answer is applied", () => {
    const edges = states.flatMap((state) => events.map((event) => ({ state, event })));
    const wrong = edges.filter(({ state, event }) => {
      const answer = transition(state, event);
      return (answer.answer === "applied") === (answer.state === state);
    });
    expect(wrong).toEqual([]);
    expect(states.length).toBeGreaterThan(200);
  });

  it("is left by no event once it is final", () => {
    const final = states.filter(({ status }) => ["Completed", "Failed", "Cancelled"].includes(status));
    const left = final.filter((state) => events.some((event) => transition(state, event).state !== state));
    expect(left).toEqual([]);
    expect(final.length).toBeGreaterThan(2);
  });
});

it("agrees with the reference machine on every walk", () => {
  const events = universeOf(signaturePlan, { attempts: 2, seqs: [0, 1], strangers: false });
  const statuses = new Set<string>();
  const choices = fc.array(fc.nat(), { minLength: 20, maxLength: 80 });
  const walks = fc.property(choices, (walk) => {
    const reference = createReferenceMachine(signaturePlan);
    let state: LifecycleState = submitted(signaturePlan);
    for (const choice of walk) {
      const event = pick(state, events, choice);
      const answer = transition(state, event);
      expect(answer.answer === "applied").toBe(reference.step(event));
      state = answer.state;
      statuses.add(state.status);
    }
  });
  void fc.assert(walks, { numRuns: 400 });
  expect(statuses.size).toBe(8);
});

/** Mostly an event that counts and does not end the job, so that walks get somewhere; now and then any. */
function pick(state: LifecycleState, events: readonly LifecycleEvent[], choice: number): LifecycleEvent {
  const onward = events.filter((event) => {
    const { answer, state: next } = transition(state, event);
    return answer === "applied" && next.status !== "Failed" && next.status !== "Cancelled";
  });
  const among = choice % 4 > 0 && onward.length > 0 ? onward : events;
  return among[Math.floor(choice / 4) % among.length] ?? { type: "revealed" };
}

function stateAfter(
  events: readonly LifecycleEvent[],
  from: LifecycleState = submitted(signaturePlan),
): LifecycleState {
  return events.reduce((state, event) => {
    const answer = transition(state, event);
    expect(answer.answer).toBe("applied");
    return answer.state;
  }, from);
}

function statusesOf(events: readonly LifecycleEvent[]): readonly string[] {
  return events.map((_, at) => stateAfter(events.slice(0, at + 1)).status);
}
