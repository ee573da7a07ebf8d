import type { Did, NodeRecord } from "@icn-mesh/core";

/** What is looked for: nodes that have all of what is named here. */
export interface NodeQuery {
  readonly roles?: readonly string[];
  readonly capabilities?: readonly string[];
  /** Record types that the node has to understand, e.g. `icn/bid/1`. */
  readonly supported?: readonly string[];
  readonly accounts?: readonly Did[];
}

/** True if the node is one of those that the query looks for. */
export function matchesQuery(record: NodeRecord, query: NodeQuery): boolean {
  const { roles = [], capabilities = [], supported = [], accounts = [] } = query;
  return (
    hasAll(record.roles, roles) &&
    hasAll(record.capabilities, capabilities) &&
    hasAll(record.supported, supported) &&
    (accounts.length === 0 || accounts.includes(record.by))
  );
}

function hasAll(has: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((each) => has.includes(each));
}
