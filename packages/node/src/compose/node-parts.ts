import type { Clock } from "@icn-mesh/core";
import type { CapabilityChecker, SelectionPolicy } from "@icn-mesh/mesh";
import type { BidPolicy, JobKinds, TaskSource, WorkRunner } from "@icn-mesh/runtime";

/** Parts that a program hands to a node in place of its own. */
export interface NodeParts {
  readonly clock?: Clock;
  /** What runs the jobs of others; processes with sandboxes when not given. */
  readonly runner?: WorkRunner;
  readonly bids?: BidPolicy;
  readonly policy?: SelectionPolicy;
  /** Whose claims to believe; when not given, those that member records of the node's federations prove. */
  readonly checker?: CapabilityChecker;
  readonly kinds?: JobKinds;
  /** Markets beside the mesh. */
  readonly sources?: readonly TaskSource[];
}
