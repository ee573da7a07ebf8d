import { foldHistory } from "@icn-mesh/mesh";
import type { World } from "../world/world.ts";
import { evidenceIn } from "./evidence-in.ts";
import type { Invariant } from "./invariant.ts";

/** Nothing that a history links to is missing where it is kept, and a job that has a result hands it out. */
export const i15: Invariant = {
  id: "I-15",
  promise: "every link of a history leads to what is there",
  hold: (world, broken) => ({
    async atEnd() {
      for (const { job, entries, facts } of await evidenceIn(world)) {
        const { wanted, gaps } = foldHistory({ job, entries, facts });
        if (wanted.length + gaps.length > 0) broken(`${job.cid} lacks ${[...wanted, ...gaps].length} parts`);
      }
      for (const name of await withoutResult(world)) broken(`${name} is completed and has no result`);
    },
  }),
};

async function withoutResult({ errands }: World): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { job, host, plan } of errands) {
    const context = host.machine.running?.runtime.context;
    if (job === undefined || context === undefined || !host.isHonest) continue;
    const { lifecycle } = (await context.job(job)) ?? {};
    if (lifecycle?.state.status !== "Completed") continue;
    const found = await context.getOutput(job);
    if (!found.ok || !host.machine.disk.blocks.has(found.cid)) names.push(plan.name);
  }
  return names;
}
