import type { NodeRecord } from "@icn-mesh/core";
import { createRuntime, EXECUTOR_ROLE } from "@icn-mesh/runtime";
import { actorNamed } from "../actors/all-actors.ts";
import type { NodePlan } from "../plan/sim-plan.ts";
import { assembleNode } from "./assemble-node.ts";
import { fundAccount } from "./fund-account.ts";
import { createMachine, type Machine, type ProcessPorts } from "./machine.ts";
import { addressOf } from "./open-guard-host.ts";
import type { NodeHost, RunningNode, SimFederation, World } from "./world.ts";

/** A node of the shipped code on a machine of its own, which is off. */
export function createNodeHost(world: World, plan: NodePlan, federation: SimFederation): NodeHost {
  const signer = world.keys.signer(plan.name);
  const machine: Machine<RunningNode> = createMachine<RunningNode>(world, {
    name: plan.name,
    signer,
    onFailure: (error) => world.report("restart", `${plan.name} does not start: ${error}`),
    open: (ports, starts) => open(world, host, { ports, starts }),
  });
  const host: NodeHost = {
    plan,
    machine,
    federation,
    isHonest: plan.actor === null,
    record: recordOf(plan, federation, signer.did),
  };
  federation.truth.members.add(signer.did);
  if (host.isHonest) federation.truth.honest.add(signer.did);
  return host;
}

interface Start {
  readonly ports: ProcessPorts;
  readonly starts: number;
}

async function open(world: World, host: NodeHost, start: Start): Promise<RunningNode> {
  const { plan, machine, federation } = host;
  const { network, parts } = await assembleNode(world, host, start);
  connect(world, host, network);
  const actor = plan.actor === null ? undefined : actorNamed(plan.actor);
  const rng = world.rng.fork(`actor ${plan.name} ${start.starts}`);
  const { components, options } = actor?.disguise?.(parts, { world, host, rng }) ?? parts;
  const runtime = await createRuntime(components, options);
  const { accounts } = runtime.context;
  // A node may have died before it took in what it has to begin with.
  if (plan.funds > 0 && accounts.own.ledger.account(machine.did) === undefined)
    await fundAccount(federation, { accounts, amount: BigInt(plan.funds) });
  await runtime.start();
  actor?.act?.({ world, host, rng, running: { runtime, network }, ports: start.ports });
  return { runtime, network };
}

/** In a federation where all dial all, of two nodes the one that comes first in the plan does. */
function connect(world: World, host: NodeHost, network: RunningNode["network"]): void {
  const { guards, nodes } = host.federation;
  const dials = world.plan.federations[host.federation.index]?.dials;
  const at = nodes.indexOf(host);
  const dialled =
    dials === undefined ? [...guards, ...nodes.slice(at + 1)] : someOthers(world, nodes, { at, dials });
  for (const { machine } of dialled) void network.connect(addressOf(machine.name), { keep: true });
}

interface SomeOthers {
  readonly at: number;
  readonly dials: number;
}

/** The next one, so that the network is in one piece, and others that chance chooses, so that all are near. */
function someOthers(
  world: World,
  nodes: readonly NodeHost[],
  { at, dials }: SomeOthers,
): readonly NodeHost[] {
  const rng = world.rng.fork(`dials ${at}`);
  const steps = new Set([1]);
  while (steps.size < Math.min(dials, nodes.length - 1)) steps.add(1 + rng.below(nodes.length - 1));
  return [...steps].flatMap((step) => nodes[(at + step) % nodes.length] ?? []);
}

function recordOf(plan: NodePlan, { federation }: SimFederation, did: NodeRecord["by"]): NodeRecord {
  return {
    t: "icn/node/1",
    net: federation.net,
    by: did,
    via: null,
    seq: 0,
    peerKey: did,
    addresses: [],
    roles: plan.price === null ? [] : [EXECUTOR_ROLE],
    supported: [],
    capabilities: [],
    resources: { cpuCores: 4, memoryMb: 4096, storageMb: 4096 },
    bidPolicy: null,
    validForMs: 3_600_000,
  };
}
