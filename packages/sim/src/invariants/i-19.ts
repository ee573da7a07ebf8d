import { createMemoryStorage } from "@icn-mesh/core";
import { equivocationsIn } from "@icn-mesh/economics";
import { copyDisk } from "@icn-mesh/economics/testing";
import type { SimFederation } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/** Guards show who has signed two things for one slot, and never somebody who keeps to the rules. */
export const i19: Invariant = {
  id: "I-19",
  promise: "nobody honest is ever shown to equivocate",
  hold: ({ federations, counters }, broken) => ({
    async atEnd() {
      for (const federation of federations)
        for (const accused of await accusedIn(federation)) {
          counters.add("equivocation shown");
          if (federation.truth.honest.has(accused)) broken(`${accused} is shown to equivocate`);
        }
    },
  }),
};

async function accusedIn({ federation, guards }: SimFederation) {
  const pairs = guards.map(({ machine }) => {
    const storage = createMemoryStorage({ disk: copyDisk(machine.disk) });
    return equivocationsIn({ federation, storage });
  });
  return (await Promise.all(pairs)).flat().map(({ first }) => first.body.by);
}
