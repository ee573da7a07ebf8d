import type { Constitution } from "@icn-mesh/core";
import type { KeyRing } from "@icn-mesh/core/testing";
import type { BidPolicy, WorkRunner } from "@icn-mesh/runtime";
import type { NodePlan } from "../plan/sim-plan.ts";

/** Where the code under test comes in: whatever is left out is the simulator's own. */
export interface WorldHooks {
  /** Keys and the verifier that knows them; hashes that nobody in the world can forge when not given. */
  readonly keys?: () => KeyRing;
  /** What every federation has instead of what the plan draws. */
  readonly constitution?: Partial<Constitution>;
  /** What a node bids. */
  readonly bids?: (node: NodePlan) => BidPolicy | undefined;
  /** What a node runs jobs with; the kind of the simulator's own jobs is `sim`. */
  readonly runner?: (node: NodePlan) => WorkRunner | undefined;
  /** Told of whatever sets out over a link, each copy of it: its topic or protocol, and its length. */
  readonly onSent?: (name: string, bytes: number) => void;
}
