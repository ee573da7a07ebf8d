import { checkBooks } from "@icn-mesh/economics/testing";
import { settledWorks } from "@icn-mesh/runtime/testing";
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
    const { running } = machine;
    if (running === undefined) return `${machine.name} is not up`;
    // For a day it keeps what it was paid for ready for a manager that never came to ask for it.
    const open = running.runtime.open === 0 ? 0 : running.runtime.open - settledWorks(machine.disk);
    return open > 0 ? `${machine.name} has ${open} things open` : [];
  });
}

function booksIn({ federations }: World): readonly string[] {
  const undone: string[] = [];
  for (const { truth, federation } of federations)
    checkBooks({ truth, federation, report: (_, detail) => undone.push(detail) });
  return undone;
}
