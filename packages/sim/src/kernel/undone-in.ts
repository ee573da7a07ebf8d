import { checkBooks } from "@icn-mesh/economics/testing";
import type { World } from "../world/world.ts";

/** What has not come to its end yet, in words. What the dishonest have begun is for them to worry about. */
export function undoneIn(world: World): readonly string[] {
  const undone = [...errandsIn(world), ...nodesIn(world)];
  // The books are looked at last, for that takes longest.
  return undone.length > 0 ? undone : booksIn(world);
}

function errandsIn({ errands }: World): readonly string[] {
  return errands
    .filter(({ job, refusal, host }) => host.isHonest && job === undefined && refusal === undefined)
    .map(({ plan }) => `${plan.name} is not taken`);
}

function nodesIn({ nodes }: World): readonly string[] {
  return nodes.flatMap(({ machine, isHonest }) => {
    if (!isHonest) return [];
    const open = machine.running?.runtime.open;
    if (open === undefined) return `${machine.name} is not up`;
    return open > 0 ? `${machine.name} has ${open} things open` : [];
  });
}

function booksIn({ federations }: World): readonly string[] {
  const undone: string[] = [];
  for (const { truth, federation } of federations)
    checkBooks({ truth, federation, report: (_, detail) => undone.push(detail) });
  return undone;
}
