import { sampleDid } from "@icn-mesh/core/testing";
import { type LifecycleEvent, type LifecycleState, submitted, transition } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { halfPlan, quorumPlan } from "./plans.ts";
import { fenceFor, receiptFor } from "./universe.ts";

const first = fenceFor(0, 1);
const second = fenceFor(1, 1);
const open: readonly LifecycleEvent[] = [
  { type: "opened", round: 1 },
  { type: "closed", round: 1 },
];
const running: readonly LifecycleEvent[] = [
  ...open,
  ...[first, second].flatMap((fence, at) => [
    { type: "assigned", fence, executor: sampleDid(at), leaseMs: 30_000 } as const,
    { type: "accepted", fence } as const,
  ]),
];
const committed: readonly LifecycleEvent[] = [
  ...running,
  { type: "committed", fence: first },
  { type: "committed", fence: second },
];
const revealed: readonly LifecycleEvent[] = [...committed, { type: "revealed" }];

describe("a job with replicas", () => {
  it("completes when enough receipts are anchored, one alone is not enough", () => {
    const one = stateAfter([...revealed, ...anchored(first)]);
    expect(transition(one, { type: "ended", status: "completed" })).toMatchObject({
      why: "nothing-anchored",
    });
    const both = stateAfter([...revealed, ...anchored(first), ...anchored(second)]);
    const { state } = transition(both, { type: "ended", status: "completed" });
    expect(state).toMatchObject({ status: "Completed", receipts: [receiptFor(first), receiptFor(second)] });
  });

  it("goes on executing while a lost replica is replaced", () => {
    const state = stateAfter([
      ...running,
      { type: "progressed", fence: first, kind: "progress", seq: 0 },
      { type: "lost", fence: second, reason: "lost" },
      { type: "opened", round: 2 },
    ]);
    expect(state).toMatchObject({ status: "Executing", bidding: "open", round: 2 });
  });

  it("never gives two seats to one executor", () => {
    const state = stateAfter(running.slice(0, 3));
    const event = { type: "assigned", fence: second, executor: sampleDid(0), leaseMs: 1 } as const;
    expect(transition(state, event)).toMatchObject({ answer: "illegal", why: "executor-taken" });
  });
});

describe("commits", () => {
  it("are shown only when nobody can add one any more", () => {
    const state = stateAfter(committed.slice(0, -1));
    expect(transition(state, { type: "revealed" })).toMatchObject({ why: "still-running" });
    const early = stateAfter([...running.slice(0, 4), { type: "committed", fence: first }]);
    expect(transition(early, { type: "revealed" })).toMatchObject({ why: "too-few-commits" });
    const bidding = stateAfter([
      ...committed.slice(0, -1),
      { type: "lost", fence: second, reason: "lost" },
      { type: "opened", round: 2 },
    ]);
    expect(transition(bidding, { type: "revealed" })).toMatchObject({ why: "bidding-open" });
  });

  it("are shown once", () => {
    expect(transition(stateAfter(revealed), { type: "revealed" })).toMatchObject({ answer: "duplicate" });
  });

  it("come before results, and both replicas may only then report", () => {
    const report = { type: "reported", fence: first, receipt: receiptFor(first), outcome: "ok" } as const;
    expect(transition(stateAfter(running), report)).toMatchObject({ why: "not-committed" });
    expect(transition(stateAfter(committed), report)).toMatchObject({ why: "not-revealed" });
    expect(transition(stateAfter(revealed), report)).toMatchObject({ answer: "applied" });
  });

  it("are not needed to admit that the executor failed", () => {
    const report = {
      type: "reported",
      fence: first,
      receipt: receiptFor(first),
      outcome: "crashed",
    } as const;
    expect(transition(stateAfter(running), report)).toMatchObject({ answer: "applied" });
  });

  it("end the executor's reports, are given once, and not before the acceptance", () => {
    const state = stateAfter(committed);
    const late = { type: "progressed", fence: first, kind: "progress", seq: 7 } as const;
    expect(transition(state, late)).toMatchObject({ answer: "stale", why: "already-reported" });
    expect(transition(state, { type: "committed", fence: first })).toMatchObject({ answer: "duplicate" });
    const offered = stateAfter(running.slice(0, 3));
    expect(transition(offered, { type: "committed", fence: first })).toMatchObject({ why: "not-accepted" });
  });

  it("close the circle: nobody joins who could have seen them", () => {
    const state = stateAfter(
      [...open, ...running.slice(2, 4), { type: "committed", fence: first }, { type: "revealed" }],
      submitted(halfPlan),
    );
    const late = { type: "assigned", fence: second, executor: sampleDid(1), leaseMs: 1 } as const;
    expect(transition(state, late)).toMatchObject({ answer: "illegal", why: "already-revealed" });
    expect(transition(state, { type: "opened", round: 2 })).toMatchObject({ answer: "illegal" });
  });
});

describe("one more replica than the job asks for", () => {
  const third = fenceFor(2, 1);
  const assigned = { type: "assigned", fence: third, executor: sampleDid(2), leaseMs: 1 } as const;
  const reported = (fence: typeof first) =>
    ({ type: "reported", fence, receipt: receiptFor(fence), outcome: "ok" }) as const;

  it("is heard when all others have spoken and nothing is decided", () => {
    expect(transition(stateAfter(committed), assigned)).toMatchObject({ why: "not-revealed" });
    expect(transition(stateAfter(revealed), assigned)).toMatchObject({ why: "nothing-disputed" });
    const waiting = [...revealed, reported(first)];
    expect(transition(stateAfter(waiting), assigned)).toMatchObject({ why: "still-running" });
    const disputed = [...waiting, reported(second)];
    expect(transition(stateAfter(disputed), assigned)).toMatchObject({ answer: "applied" });
    const decided = [...disputed, { type: "anchored", receipt: receiptFor(first) }] as const;
    expect(transition(stateAfter(decided), assigned)).toMatchObject({ why: "already-decided" });
  });

  it("commits, and shows its result at once", () => {
    const state = stateAfter([
      ...revealed,
      reported(first),
      reported(second),
      assigned,
      { type: "accepted", fence: third },
      { type: "committed", fence: third },
      reported(third),
    ]);
    expect(state).toMatchObject({ seats: [{}, {}, { phase: "reported", receipt: receiptFor(third) }] });
  });
});

function anchored(fence: typeof first): readonly LifecycleEvent[] {
  const receipt = receiptFor(fence);
  return [
    { type: "reported", fence, receipt, outcome: "ok" },
    { type: "anchored", receipt },
  ];
}

function stateAfter(
  events: readonly LifecycleEvent[],
  from: LifecycleState = submitted(quorumPlan),
): LifecycleState {
  return events.reduce((state, event) => {
    const answer = transition(state, event);
    expect(answer.answer).toBe("applied");
    return answer.state;
  }, from);
}
