import type { World } from "../world/world.ts";

/** Counts how the jobs of a world have ended, and where their money went. */
export async function countJobs({ errands, counters }: World): Promise<void> {
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
