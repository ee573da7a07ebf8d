import type { JobLifecycle } from "@icn-mesh/mesh";
import type { World } from "../world/world.ts";

/** What the nodes that are up say of the jobs that they took for the plan. */
export async function historiesIn({ errands }: World): Promise<readonly JobLifecycle[]> {
  const histories: JobLifecycle[] = [];
  for (const { job, host } of errands) {
    const view = job && (await host.machine.running?.runtime.context.job(job));
    if (view) histories.push(view.lifecycle);
  }
  return histories;
}
