import type { JobPlan } from "@icn-mesh/mesh";
import { type LifecycleEvent, type LifecycleState, submitted, transition } from "@icn-mesh/mesh";

/** Every state that these events can lead to, each once. */
export function reachableStates(plan: JobPlan, events: readonly LifecycleEvent[]): readonly LifecycleState[] {
  const first = submitted(plan);
  const seen = new Map<string, LifecycleState>([[keyOf(first), first]]);
  for (const state of seen.values()) {
    for (const event of events) {
      const { state: next } = transition(state, event);
      if (next !== state) seen.set(keyOf(next), seen.get(keyOf(next)) ?? next);
    }
  }
  return [...seen.values()];
}

function keyOf(state: LifecycleState): string {
  return JSON.stringify(state, (name, value) => (name === "plan" || name === "renewals" ? undefined : value));
}
