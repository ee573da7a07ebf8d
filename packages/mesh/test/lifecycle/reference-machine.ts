import { isExecutorFailure, type JobPlan, type LifecycleEvent } from "@icn-mesh/mesh";
import { fenceFor } from "./universe.ts";

type Rules = {
  readonly [Type in LifecycleEvent["type"]]: (event: Extract<LifecycleEvent, { type: Type }>) => boolean;
};

/** A second opinion on a job with one replica, as conditions on a few variables. `step` says whether an event counts. */
export function createReferenceMachine({ maxAttempts, maxRounds }: JobPlan) {
  const job = {
    at: "submitted",
    round: 0,
    attempt: 0,
    receipt: "",
    outcome: "",
    seen: new Map<string, number>(),
  };

  const among = (...phases: readonly string[]): boolean => phases.includes(job.at);
  const go = (when: boolean, changes: Partial<typeof job>): boolean => {
    if (when) Object.assign(job, changes);
    return when;
  };
  const isDone = (): boolean => among("anchored") && job.outcome === "ok";
  const isLeft = (): boolean => among("closed") && job.attempt < maxAttempts;

  const rules: Rules = {
    opened: ({ round }) => {
      const isDue = among("submitted") || (isLeft() && job.round < maxRounds);
      return go(isDue && round === job.round + 1, { at: "open", round });
    },
    closed: ({ round }) => go(among("open") && round === job.round, { at: "closed" }),
    assigned: ({ fence: { attempt } }) =>
      go(isLeft() && attempt === job.attempt + 1, { at: "offered", attempt, seen: new Map() }),
    accepted: () => go(among("offered"), { at: "accepted" }),
    refused: () => go(among("offered"), { at: "closed" }),
    released: () => go(among("offered", "accepted", "running"), { at: "closed" }),
    lost: () => go(among("offered", "accepted", "running", "reported"), { at: "closed" }),
    progressed: ({ kind, seq }) => {
      const isNew = seq > (job.seen.get(kind) ?? -1);
      return go(among("accepted", "running") && isNew, {
        at: "running",
        seen: new Map(job.seen).set(kind, seq),
      });
    },
    reported: ({ receipt, outcome }) => {
      const at = isExecutorFailure(outcome) ? "closed" : "reported";
      return go(among("accepted", "running"), { at, receipt, outcome });
    },
    anchored: ({ receipt }) => go(among("reported") && receipt === job.receipt, { at: "anchored" }),
    cancelled: () => go(!isDone(), { at: "cancelled" }),
    ended: ({ status }) => go((status === "completed") === isDone(), { at: status }),
    committed: () => false,
    revealed: () => false,
  };

  function isHeard(event: LifecycleEvent): boolean {
    if (!("fence" in event) || event.type === "assigned") return true;
    return event.fence.assignment === fenceFor(0, job.attempt).assignment;
  }

  return {
    step(event: LifecycleEvent): boolean {
      if (among("completed", "failed", "cancelled")) return false;
      const rule = rules[event.type] as (event: LifecycleEvent) => boolean;
      return isHeard(event) && rule(event);
    },
  };
}
