import type { JobEvidence } from "@icn-mesh/runtime";
import type { World } from "../world/world.ts";

/** All that proves where the jobs of honest nodes stand, as those nodes would show it to anybody who asks. */
export async function evidenceIn({ errands }: Pick<World, "errands">): Promise<readonly JobEvidence[]> {
  const all: JobEvidence[] = [];
  for (const { job, host } of errands) {
    const { running } = host.machine;
    if (job === undefined || running === undefined || !host.isHonest) continue;
    const evidence = await running.runtime.context.evidence(job);
    if (evidence !== undefined) all.push(evidence);
  }
  return all;
}
