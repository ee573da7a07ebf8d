import type { Did, JobId, NodeRecord, Rng, Signer } from "@icn-mesh/core";
import type { KeyRing, VirtualTime } from "@icn-mesh/core/testing";
import type { Federation, Guard } from "@icn-mesh/economics";
import type { Report, Truth, Violation } from "@icn-mesh/economics/testing";
import type { MemoryNetwork, NetworkNode } from "@icn-mesh/network";
import type { Runtime } from "@icn-mesh/runtime";
import type { Counters } from "../kernel/counters.ts";
import type { Cuts } from "../kernel/cuts.ts";
import type { Trace } from "../kernel/trace.ts";
import type { JobPlan, NodePlan, SimPlan } from "../plan/sim-plan.ts";
import type { Machine } from "./machine.ts";
import type { WorldHooks } from "./world-hooks.ts";

/** A guard that runs. */
export interface RunningGuard {
  readonly guard: Guard;
  readonly network: NetworkNode;
}

/** A node that runs. */
export interface RunningNode {
  readonly runtime: Runtime;
  readonly network: NetworkNode;
}

/** A machine with a guard on it. */
export interface GuardHost {
  readonly machine: Machine<RunningGuard>;
}

/** A machine with a node on it. */
export interface NodeHost {
  readonly plan: NodePlan;
  readonly machine: Machine<RunningNode>;
  readonly federation: SimFederation;
  readonly record: NodeRecord;
  /** Whether it keeps to all rules; what is its own must come to an end then. */
  readonly isHonest: boolean;
}

/** A federation, and all that is true of its mana, which nobody in the world knows. */
export interface SimFederation {
  readonly index: number;
  readonly federation: Federation;
  readonly charter: Signer;
  readonly guardKeys: readonly Signer[];
  readonly truth: Truth;
  readonly guards: readonly GuardHost[];
  readonly nodes: readonly NodeHost[];
}

/** What became of a job that somebody in the plan wants done. */
export interface Errand {
  readonly plan: JobPlan;
  readonly host: NodeHost;
  /** The id of the job, once its node has said that it took it. */
  readonly job: JobId | undefined;
  /** Why its node did not take it, if it said so. */
  readonly refusal: string | undefined;
}

/** One simulated world, as faults, actors and checkers see it. */
export interface World {
  readonly plan: SimPlan;
  readonly hooks: WorldHooks;
  readonly time: VirtualTime;
  readonly rng: Rng;
  readonly keys: KeyRing;
  readonly network: MemoryNetwork;
  readonly cuts: Cuts;
  readonly trace: Trace;
  readonly counters: Counters;
  readonly federations: readonly SimFederation[];
  readonly guards: readonly GuardHost[];
  readonly nodes: readonly NodeHost[];
  /** All machines, by the names of the plan; guards are called `guard <federation>.<number>`. */
  readonly machines: ReadonlyMap<string, Machine>;
  /** What the machine of an account is called. */
  readonly nameOf: (account: Did) => string;
  readonly errands: readonly Errand[];
  readonly violations: readonly Violation[];
  /** Takes down that a promise is broken. */
  readonly report: Report;
  /** True once faults have ended. */
  readonly isHealed: boolean;
}
