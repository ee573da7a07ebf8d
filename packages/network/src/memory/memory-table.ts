import { type Did, orAborted, sha256 } from "@icn-mesh/core";
import type { DistributedTable, TableKey, TableRules } from "../distributed-table.ts";
import { NetworkError } from "../errors.ts";
import { drawReliableDelay } from "./link-faults.ts";
import type { MemoryEnd } from "./memory-end.ts";
import type { MemoryHub } from "./memory-hub.ts";
import { printKey, toHex } from "./table-shelf.ts";

/** How many nodes keep a value. */
const REPLICAS = 20;
/** The table as one node sees it: the nodes that it can reach, nearest to the key, keep the values. */
export function createMemoryTable(
  hub: MemoryHub,
  end: MemoryEnd,
  rules: readonly TableRules[],
): DistributedTable {
  function ruleOf({ namespace }: TableKey): TableRules {
    const rule = rules.find((those) => those.namespace === namespace);
    if (rule !== undefined) return rule;
    throw new NetworkError(`not a namespace of the table: ${namespace}`, {
      code: "NETWORK_UNKNOWN_NAMESPACE",
      namespace,
    });
  }

  /** One round trip to the farthest of them. */
  async function reach(key: string, signal: AbortSignal | undefined): Promise<readonly MemoryEnd[]> {
    const { links } = hub;
    if (end.connections.size === 0) return [];
    const those = nearest(hub, end, key);
    const delays = those.map(
      ({ self: to }) => 2 * drawReliableDelay(links.rng, links.faultsOf(end.self, to)),
    );
    const longest = Math.max(0, ...delays);
    if (longest > 0) await links.clock.after(longest, signal === undefined ? {} : { signal });
    else await orAborted(Promise.resolve(), signal);
    return those;
  }

  return {
    async put(key, value, { signal } = {}) {
      ruleOf(key);
      const text = printKey(key);
      const those = await reach(text, signal);
      return those.filter(({ shelf }) => shelf.put(text, value)).length;
    },
    async get(key, { signal } = {}) {
      const rule = ruleOf(key);
      const text = printKey(key);
      const values = (await reach(text, signal)).flatMap(({ shelf }) => shelf.get(text) ?? []);
      const valid = values.filter((value) => rule.isValid(key.name, value));
      return valid.toSorted(rule.compare)[0];
    },
  };
}

function nearest(hub: MemoryHub, from: MemoryEnd, key: string): readonly MemoryEnd[] {
  const reachable = [...hub.ends.values()].filter(
    ({ self }) => !hub.links.isApart(from.self, self) && !hub.links.isApart(self, from.self),
  );
  const byDistance = reachable.map((end) => [distance(key, end.self), end] as const);
  return byDistance
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .slice(0, REPLICAS)
    .map(([, end]) => end);
}

function distance(key: string, did: Did): string {
  return toHex(sha256(new TextEncoder().encode(`${key} ${did}`)));
}
