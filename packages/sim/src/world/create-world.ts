import { createSeededRng, type Did } from "@icn-mesh/core";
import { clockOfLife, createSimulatedKeys, createVirtualTime, steadyLife } from "@icn-mesh/core/testing";
import { createTruth, type Violation } from "@icn-mesh/economics/testing";
import { createMemoryNetwork } from "@icn-mesh/network";
import { SimError } from "../errors.ts";
import { createCounters } from "../kernel/counters.ts";
import { createCuts } from "../kernel/cuts.ts";
import { createTrace } from "../kernel/trace.ts";
import { guardName } from "../plan/machine-names.ts";
import type { SimPlan } from "../plan/sim-plan.ts";
import { comeToRest } from "../platform/come-to-rest.node.ts";
import { startErrand } from "../workload/start-errand.ts";
import { foundFederation } from "./found-federation.ts";
import { type Machine, START_MS } from "./machine.ts";
import { createGuardHost } from "./open-guard-host.ts";
import { createNodeHost } from "./open-node-host.ts";
import type { Errand, GuardHost, NodeHost, SimFederation, World } from "./world.ts";
import type { WorldHooks } from "./world-hooks.ts";

/** A world that can be told that its troubles are over. */
export interface StartedWorld {
  readonly world: World;
  heal(): void;
}

/** More than that tells nothing new. */
const MOST_VIOLATIONS = 20;

/** Everything that a plan describes, switched off. */
export async function createWorld(plan: SimPlan, hooks: WorldHooks): Promise<StartedWorld> {
  const time = createVirtualTime({ settle: comeToRest });
  const rng = createSeededRng(`world ${plan.seed}`);
  const clock = clockOfLife(steadyLife, { time, wall: () => START_MS + time.now });
  const network = createMemoryNetwork({ clock, rng, ...(hooks.onSent && { onSent: hooks.onSent }) });
  const violations: Violation[] = [];
  const machines = new Map<string, Machine>();
  const lists = { federations: [] as SimFederation[], errands: [] as Errand[] };
  const people = { guards: [] as GuardHost[], nodes: [] as NodeHost[] };
  const names = new Map<Did, string>();
  let isHealed = false;
  const world: World = {
    ...{ plan, hooks, time, rng, network, machines, violations, ...lists, ...people },
    keys: hooks.keys?.() ?? createSimulatedKeys(),
    cuts: createCuts(network),
    trace: createTrace(() => time.now),
    counters: createCounters(),
    nameOf: (account) => names.get(account) ?? account,
    report(invariant, detail) {
      if (violations.length >= MOST_VIOLATIONS) return;
      violations.push({ invariant, detail, at: time.now });
      world.trace.note("world", "violation", `${invariant} ${detail}`);
    },
    get isHealed() {
      return isHealed;
    },
  };
  for (const index of plan.federations.keys()) lists.federations.push(await addFederation(world, index));
  for (const nodePlan of plan.nodes) people.nodes.push(addNode(world, nodePlan));
  people.guards.push(...lists.federations.flatMap(({ guards }) => guards));
  for (const { machine } of [...people.guards, ...people.nodes]) {
    machines.set(machine.name, machine as Machine);
    names.set(machine.did, machine.name);
  }
  for (const job of plan.jobs) lists.errands.push(startErrand(world, job, hostNamed(people.nodes, job.by)));
  return {
    world,
    heal() {
      isHealed = true;
    },
  };
}

async function addFederation(world: World, index: number): Promise<SimFederation> {
  const { plan, keys, hooks, counters, report } = world;
  const federationPlan = plan.federations[index];
  if (federationPlan === undefined) throw noSuch(`federation ${index}`);
  const founded = await foundFederation(federationPlan, { keys, index, changes: hooks.constitution ?? {} });
  const truth = createTruth({
    federation: founded.federation,
    verifier: keys.verifier,
    onSight: (sight) => counters.add(sight),
    faulty: new Set(),
    report,
  });
  const bare = { ...founded, index, truth };
  const guards = founded.guardKeys.map((signer, guard) =>
    createGuardHost(world, { name: guardName(index, guard), signer, federation: bare }),
  );
  return { ...bare, guards, nodes: [] };
}

function addNode(world: World, plan: SimPlan["nodes"][number]): NodeHost {
  const federation = world.federations[plan.federation];
  if (federation === undefined) throw noSuch(`federation ${plan.federation}`);
  const host = createNodeHost(world, plan, federation);
  (federation.nodes as NodeHost[]).push(host);
  return host;
}

function hostNamed(nodes: readonly NodeHost[], name: string): NodeHost {
  const host = nodes.find(({ plan }) => plan.name === name);
  if (host === undefined) throw noSuch(name);
  return host;
}

function noSuch(name: string): SimError {
  return new SimError("a plan names what it does not have", {
    code: "SIM_BAD_PLAN",
    because: `there is no ${name}`,
  });
}
