import { minimiseList } from "./minimise-list.ts";
import type { FaultEvent, NodePlan, SimPlan } from "./sim-plan.ts";

/** What a smaller plan still has to do, and how long to look for one. */
export interface ShrinkOptions {
  /** Whether a plan breaks the same promise. */
  readonly breaks: (plan: SimPlan) => Promise<boolean>;
  /** True once no more may be tried. */
  readonly isOver: () => boolean;
}

/** A plan that breaks the same promise, and how many were tried to find it. */
export interface ShrunkPlan {
  readonly plan: SimPlan;
  readonly tried: number;
}

/**
 * Makes a plan that breaks a promise smaller: first without whole kinds of faults, then with fewer jobs, nodes and
 * faults, then with plainer ones.
 */
export async function shrinkPlan(first: SimPlan, { breaks, isOver }: ShrinkOptions): Promise<ShrunkPlan> {
  let plan = first;
  let tried = 0;

  async function take(smaller: SimPlan): Promise<boolean> {
    if (isOver()) return false;
    tried += 1;
    const isSo = await breaks(smaller);
    if (isSo) plan = smaller;
    return isSo;
  }

  for (const kind of new Set(first.faults.map((fault) => fault.kind)))
    await take({ ...plan, faults: plan.faults.filter((fault) => fault.kind !== kind) });
  await minimiseList(plan.jobs, (jobs) => take({ ...plan, jobs: [...jobs] }));
  await minimiseList(plan.nodes, (nodes) => take(withNodes(plan, nodes)));
  await minimiseList(plan.faults, (faults) => take({ ...plan, faults: [...faults] }));
  for (const index of plan.nodes.keys()) await take(withNode(plan, index, { actor: null }));
  for (const index of plan.nodes.keys()) await take(withNode(plan, index, { manner: "good" }));
  for (const index of plan.jobs.keys())
    await take({ ...plan, jobs: plan.jobs.map((job, at) => (at === index ? { ...job, workMs: 1 } : job)) });
  for (const index of plan.faults.keys()) await take(withShorterFault(plan, index));
  return { plan, tried };
}

/** Without the jobs of nodes that are gone, and without what happens to them. A federation may be left without nodes. */
function withNodes(plan: SimPlan, nodes: readonly NodePlan[]): SimPlan {
  const kept = new Set(nodes.map(({ name }) => name));
  const gone = new Set(plan.nodes.map(({ name }) => name).filter((name) => !kept.has(name)));
  const isGone = ({ args }: FaultEvent) => typeof args["machine"] === "string" && gone.has(args["machine"]);
  return {
    ...plan,
    nodes: [...nodes],
    jobs: plan.jobs.filter(({ by }) => kept.has(by)),
    faults: plan.faults.filter((fault) => !isGone(fault)),
  };
}

function withNode(plan: SimPlan, index: number, change: Partial<NodePlan>): SimPlan {
  return { ...plan, nodes: plan.nodes.map((node, at) => (at === index ? { ...node, ...change } : node)) };
}

function withShorterFault(plan: SimPlan, index: number): SimPlan {
  return { ...plan, faults: plan.faults.map((fault, at) => (at === index ? shorter(fault) : fault)) };
}

function shorter(fault: FaultEvent): FaultEvent {
  return { ...fault, forMs: Math.ceil(fault.forMs / 4) };
}
