import type { Did } from "@icn-mesh/core";
import type { NodeHost, SimFederation } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/** Reputation follows from what is certified, and from nothing else that a node knows. */
export const i30: Invariant = {
  id: "I-30",
  promise: "who knows the same outcomes thinks the same of everybody",
  hold: ({ federations, counters }, broken) => ({
    async atEnd() {
      const groups = await Promise.all(federations.map(groupsIn));
      for (const { federation, nodes } of groups.flat()) {
        if (nodes.length > 1) counters.add("nodes that know the same", nodes.length);
        const opinions = new Set(nodes.map((node) => opinionOf(node, federation)));
        if (opinions.size > 1) broken(`${nodes.map(({ machine }) => machine.name).join(", ")} differ`);
      }
    },
  }),
};

interface Group {
  readonly federation: SimFederation;
  readonly nodes: readonly NodeHost[];
}

/** Nodes with the same outcomes, side by side. */
async function groupsIn(federation: SimFederation): Promise<readonly Group[]> {
  const known = await Promise.all(
    federation.nodes.map(async (node) => {
      const roots = await node.machine.running?.runtime.context.heads.roots();
      return { node, roots: JSON.stringify(roots?.filter(({ set }) => set === "outcomes")) };
    }),
  );
  const groups = Map.groupBy(known, ({ roots }) => roots);
  return [...groups.values()].map((group) => ({ federation, nodes: group.map(({ node }) => node) }));
}

function opinionOf({ machine }: NodeHost, { nodes }: SimFederation): string {
  const dids: readonly Did[] = nodes.map((node) => node.machine.did);
  return dids.map((did) => machine.running?.runtime.context.reputation(did)).join(" ");
}
