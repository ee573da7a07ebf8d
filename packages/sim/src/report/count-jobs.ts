import type { World } from "../world/world.ts";

/** Counts how the jobs of a world and their attempts have ended, and where their money went. */
export async function countJobs(world: World): Promise<void> {
  countAttempts(world);
  const { errands, counters } = world;
  for (const { job, host, refusal } of errands) {
    if (refusal !== undefined) counters.add("job refused");
    if (job === undefined) continue;
    const view = await host.machine.running?.runtime.context.job(job);
    if (view === undefined) continue;
    counters.add(`job ${view.settlement}`);
    const { state } = view.lifecycle;
    counters.add(state.status === "Failed" ? `job Failed ${state.reason}` : `job ${state.status}`);
  }
}

function countAttempts({ federations, counters }: World): void {
  const assignments = federations.flatMap(({ truth }) => [...truth.books.assignments.values()]);
  for (const { settlement, body } of assignments) {
    counters.add(`settled ${settlement?.type ?? "not"}`);
    if (body.attempt > 1) counters.add(`attempt ${body.attempt}`);
  }
}
