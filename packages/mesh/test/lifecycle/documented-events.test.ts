import {
  type AttemptEvent,
  isExecutorFailure,
  type JobPlan,
  type LifecycleEvent,
  type LifecycleState,
  type Seat,
  transition,
  type WorkingState,
} from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { reachableStates } from "./explore.ts";
import { halfPlan, quorumPlan, signaturePlan } from "./plans.ts";
import { universeOf } from "./universe.ts";

/** What an attempt, or its manager about it, may say, by the phase of the seat. docs/protocol.md has the same table. */
const SEAT_EVENTS: Readonly<Record<Seat["phase"], readonly string[]>> = {
  vacant: [],
  offered: ["accepted", "lost", "refused", "released"],
  accepted: ["lost", "progressed", "released", "reported"],
  running: ["lost", "progressed", "released", "reported"],
  committed: ["lost", "released", "reported"],
  reported: ["anchored", "lost"],
  anchored: [],
};

const ABORTS = ["cancelled", "ended cancelled", "ended failed"];

/** What may happen next in a state. */
function documentedEvents(state: LifecycleState): ReadonlySet<string> {
  if (state.status === "Submitted") return new Set(["opened", ...ABORTS]);
  if (!("seats" in state)) return new Set();
  const { plan, seats } = state;
  const events = seats.flatMap(({ phase }) => SEAT_EVENTS[phase]);
  if (plan.commits && seats.some(({ phase }) => phase === "accepted" || phase === "running")) {
    events.push("committed");
  }
  return new Set([...events, ...biddingEvents(state), ...endEvents(state)]);
}

function biddingEvents(state: WorkingState): readonly string[] {
  const { plan, seats, bidding, round, revealed } = state;
  if (bidding === "open") return ["closed"];
  const phases = seats.map(({ phase }) => phase);
  const isSeatLeft =
    !revealed && seats.some((seat) => seat.phase === "vacant" && seat.attempt < plan.maxAttempts);
  const isAtWork = phases.some((phase) => ["offered", "accepted", "running"].includes(phase));
  const commits = phases.filter((phase) => phase === "committed").length;
  const events: string[] = [];
  if (isSeatLeft || isExtraLeft(state)) events.push("assigned");
  if (isSeatLeft && round < plan.maxRounds) events.push("opened");
  if (plan.commits && !revealed && !isAtWork && commits >= plan.agree) events.push("revealed");
  return events;
}

/** One more replica, once all others are known and nothing is decided. */
function isExtraLeft({ plan, seats, revealed }: WorkingState): boolean {
  const { phase, attempt } = seats[plan.replicas] ?? { phase: "vacant", attempt: 0 };
  const phases = seats.map((seat) => seat.phase);
  const isOpen = phases.includes("reported") && !phases.includes("anchored") && !phases.includes("committed");
  return revealed && isOpen && phase === "vacant" && attempt < plan.maxAttempts;
}

function endEvents({ plan, seats }: WorkingState): readonly string[] {
  const results = seats.filter((seat) => seat.phase === "anchored" && seat.outcome === "ok");
  return results.length >= plan.agree ? ["ended completed"] : ABORTS;
}

function nameOf(event: LifecycleEvent): string {
  return event.type === "ended" ? `ended ${event.status}` : event.type;
}

describe.each<[string, JobPlan, number]>([
  ["the word of one executor", signaturePlan, 3],
  ["two replicas of which one counts", halfPlan, 1],
  ["two replicas that must agree", { ...quorumPlan, maxAttempts: 1, maxRounds: 1 }, 1],
  ["two replicas and a third opinion", { ...quorumPlan, maxAttempts: 1, maxRounds: 1 }, 1],
])("with %s", (name, plan, attempts) => {
  const size = { attempts, seqs: [0], strangers: !plan.commits, extra: name.includes("opinion") };
  const states = reachableStates(plan, universeOf(plan, size));
  const events = universeOf(plan, { attempts: attempts + 1, seqs: [0, 1], strangers: true });

  it("every reachable state accepts exactly its documented events", () => {
    const wrong = states.filter((state) => {
      const counting = events.filter((event) => transition(state, event).answer === "applied");
      return !isSame(new Set(counting.map(nameOf)), documentedEvents(state));
    });
    expect(wrong).toEqual([]);
    expect(states.length).toBeGreaterThan(100);
  });

  it("an attempt is heard only while it holds its seat", () => {
    const heard = states.filter((state) =>
      events.some((event) => isHeard(state, event) && !holds(state, event)),
    );
    expect(heard).toEqual([]);
  });

  it("an executor never holds two seats", () => {
    const doubled = states.filter((state) => {
      const holders = seatsOf(state).flatMap((seat) => (seat.phase === "vacant" ? [] : [seat.executor]));
      return new Set(holders).size < holders.length;
    });
    expect(doubled).toEqual([]);
  });
});

it("a replica shows its result only after all commits were shown", () => {
  const plan = { ...halfPlan, maxAttempts: 1 };
  const events = universeOf(plan, { attempts: 1, seqs: [0], strangers: false });
  const hidden = reachableStates(plan, events).filter((state) => "revealed" in state && !state.revealed);
  const shown = hidden.filter((state) => events.some((event) => isResult(event) && isHeard(state, event)));
  expect(shown).toEqual([]);
  expect(hidden.length).toBeGreaterThan(10);
});

function isResult(event: LifecycleEvent): boolean {
  return event.type === "reported" && !isExecutorFailure(event.outcome);
}

function isHeard(state: LifecycleState, event: LifecycleEvent): boolean {
  return isOfAttempt(event) && transition(state, event).answer === "applied";
}

function holds(state: LifecycleState, event: LifecycleEvent): boolean {
  const fence = isOfAttempt(event) ? event.fence : undefined;
  return seatsOf(state).some(
    (seat, replica) =>
      replica === fence?.replica && seat.phase !== "vacant" && seat.assignment === fence.assignment,
  );
}

function isOfAttempt(event: LifecycleEvent): event is AttemptEvent {
  return "fence" in event && event.type !== "assigned";
}

function seatsOf(state: LifecycleState): readonly Seat[] {
  return "seats" in state ? state.seats : [];
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}
