import type { NodeHost, World } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/** However often a node is asked for a job, in however many lives: it has one. */
export const i18: Invariant = {
  id: "I-18",
  promise: "what is asked for twice is done once",
  hold: (world, broken) => ({
    async atEnd() {
      for (const node of world.nodes.filter(({ isHonest }) => isHonest)) {
        const [jobs, wanted] = [await jobsOf(node), wantedOf(world, node)];
        if (jobs > wanted) broken(`${node.machine.name} has ${jobs} jobs, and was asked for ${wanted}`);
      }
    },
  }),
};

async function jobsOf({ machine }: NodeHost): Promise<number> {
  const listed = await machine.running?.runtime.context.jobs({}, { limit: 500 });
  return listed?.jobs.length ?? 0;
}

function wantedOf({ errands }: World, node: NodeHost): number {
  return errands.filter(({ host }) => host === node).length;
}
