import type { JobId } from "@icn-mesh/core";
import type { JobLifecycleStatus } from "@icn-mesh/mesh";
import type { Errand } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

const ENDS: ReadonlySet<JobLifecycleStatus> = new Set(["Completed", "Failed", "Cancelled"]);

/** Once a job has ended on its node, it stays so, through every crash. */
export const i10: Invariant = {
  id: "I-10",
  promise: "a job ends once, and stays as it ended",
  hold({ errands }, broken) {
    const ends = new Map<JobId, JobLifecycleStatus>();
    return {
      during() {
        for (const [job, status] of errands.flatMap(statusOf)) {
          const known = ends.get(job) ?? status;
          if (known !== status) broken(`${job} was ${known} and is ${status}`);
          if (ENDS.has(status)) ends.set(job, status);
        }
      },
    };
  },
};

/** Nothing while its node is down, and of a job that nothing is owed about any more. */
function statusOf({ job, host }: Errand): readonly (readonly [JobId, JobLifecycleStatus])[] {
  if (job === undefined) return [];
  const status = host.machine.running?.runtime.context.manager.book(job)?.state.status;
  return status === undefined ? [] : [[job, status]];
}
