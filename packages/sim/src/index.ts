export { SimError, type SimFailure } from "./errors.ts";
export type { Checks, Invariant } from "./invariants/invariant.ts";
export type { Counts } from "./kernel/counters.ts";
export type { TraceEvent } from "./kernel/trace.ts";
export { drawPlan } from "./plan/draw-plan.ts";
export type { PlanWish } from "./plan/plan-wish.ts";
export type { FaultEvent, FederationPlan, JobPlan, NodePlan, SimPlan } from "./plan/sim-plan.ts";
export type { Award } from "./replay/award-counts.ts";
export { historiesIn } from "./replay/histories-in.ts";
export { printReplay, type ReplayNames } from "./replay/print-replay.ts";
export type { PolicyReaders } from "./replay/recorded-round.ts";
export {
  type PolicyReplay,
  type ReplayedRound,
  type ReplayTerms,
  replayPolicy,
} from "./replay/replay-policy.ts";
export { type RunOptions, runPlan, type SimReport } from "./run-plan.ts";
export { measureScale, type ScalePoint } from "./scale/measure-scale.ts";
export { printScale } from "./scale/print-scale.ts";
export { scaleChart } from "./scale/scale-chart.ts";
export type { ScaleSize } from "./scale/scale-plan.ts";
export type { Sent } from "./scale/traffic.ts";
export { type SimulateOptions, simulate } from "./simulate.ts";
export type { World } from "./world/world.ts";
export type { WorldHooks } from "./world/world-hooks.ts";
