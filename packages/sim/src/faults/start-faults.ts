import type { World } from "../world/world.ts";
import { faultOfKind } from "./all-faults.ts";

/** Lets the faults of a plan come at their times; the returned function ends all that are not over. */
export function startFaults(world: World): () => void {
  const { plan, time, trace, counters } = world;
  const active = new Set<() => void>();
  for (const event of plan.faults) {
    const fault = faultOfKind(event.kind);
    time.after(event.at, () => {
      if (world.isHealed) return;
      trace.note("world", "fault", `${event.kind} ${JSON.stringify(event.args)}`);
      counters.add(`fault ${event.kind}`);
      const undo = fault.begin(world, event);
      if (undo === undefined) return;
      active.add(undo);
      time.after(event.forMs, () => {
        if (!active.delete(undo)) return;
        trace.note("world", "fault-over", event.kind);
        undo();
      });
    });
  }
  return () => {
    for (const undo of active) undo();
    active.clear();
  };
}
