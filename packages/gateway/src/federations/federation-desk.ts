import type { NetworkId } from "@icn-mesh/core";
import type { JoinResult, LeaveResult, Pruned } from "@icn-mesh/runtime";

/** The federations of a node, as `NodeFederations` of `@icn-mesh/node` has them. */
export interface FederationDesk {
  list(): readonly ListedHere[];
  join(records: readonly string[]): Promise<Extract<JoinResult, { readonly ok: true }> | RefusedHere>;
  leave(net: NetworkId): Promise<Extract<LeaveResult, { readonly ok: true }> | RefusedHere>;
  prune(options: PruneWish): Promise<readonly (Pruned & { readonly net: NetworkId })[]>;
}

interface ListedHere {
  readonly net: NetworkId;
  readonly isHome: boolean;
  readonly isMember: boolean;
  readonly isGuard: boolean;
  readonly open: number;
}

interface RefusedHere {
  readonly ok: false;
  readonly refusal: { readonly code: string };
}

interface PruneWish {
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}
