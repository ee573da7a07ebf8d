import { createMemoryStorage, type Did, type Signer } from "@icn-mesh/core";
import { createKeptLinks } from "@icn-mesh/dag";
import { createMemoryBootCounter, type Guard, type GuardRequest, openGuard } from "@icn-mesh/economics";
import { seeReply, tapedStorage } from "@icn-mesh/economics/testing";
import { judge } from "@icn-mesh/mesh";
import { createBlockExchange } from "@icn-mesh/network";
import {
  askNetworkGuards,
  createPayloadFetcher,
  federationLink,
  holdOutputs,
  serveMana,
} from "@icn-mesh/runtime";
import { guardName } from "../plan/machine-names.ts";
import { createMachine, type Machine, type ProcessPorts } from "./machine.ts";
import { noMetrics } from "./no-metrics.ts";
import { traceLink } from "./trace-link.ts";
import { createTraceLogger } from "./trace-logger.ts";
import { traceStorage } from "./trace-storage.ts";
import type { GuardHost, RunningGuard, SimFederation, World } from "./world.ts";

/** The only thing about a guard that chance decides is where it runs. */
export interface GuardPlace {
  readonly name: string;
  readonly signer: Signer;
  readonly federation: Omit<SimFederation, "guards" | "nodes">;
}

/** A guard of the shipped code on a machine of its own, which is off. */
export function createGuardHost(world: World, { name, signer, federation }: GuardPlace): GuardHost {
  const boots = createMemoryBootCounter();
  const machine: Machine<RunningGuard> = createMachine<RunningGuard>(world, {
    name,
    signer,
    onFailure: (error) => world.report("restart", `${name} does not start: ${error}`),
    open: (ports) => open(world, { machine, ports, boots, federation }),
  });
  return { machine };
}

interface Opening {
  readonly machine: Machine<RunningGuard>;
  readonly ports: ProcessPorts;
  readonly boots: ReturnType<typeof createMemoryBootCounter>;
  readonly federation: GuardPlace["federation"];
}

async function open(world: World, opening: Opening): Promise<RunningGuard> {
  const { machine, ports, boots, federation: sim } = opening;
  const { federation, truth } = sim;
  const { name, did } = machine;
  const { clock, signer } = ports;
  const logger = createTraceLogger(world.trace, clock, name);
  const parts = { logger, metrics: noMetrics, clock };
  // The tape is on the disk itself: it has a vote even if the guard does not live to hear that it was written.
  const taped = tapedStorage(createMemoryStorage({ disk: machine.disk }), (ballot, bodies) => {
    for (const body of bodies) truth.overheard.addBody(body);
    truth.voted({ guard: did, ballot }, clock.now());
  });
  const storage = ports.seen(traceStorage(world.trace, name, taped));
  const network = world.network.node({ self: did, place: placeOf(name), topics: [], ...parts });
  ports.defer(() => network.stop());
  await network.start();
  const exchange = createBlockExchange({ network, ...parts, serve: (cid) => storage.get(cid) });
  const payloads = createPayloadFetcher({ storage, clock, exchange, linksOf: createKeptLinks([]) });
  await exchange.start();
  for (const [number, peer] of sim.guardKeys.entries())
    if (peer.did > did) void network.connect(addressOf(guardName(sim.index, number)), { keep: true });
  const link = federationLink(traceLink(world, network), federation.net);
  const { signal } = new AbortController();
  const others = askNetworkGuards(link);
  const guard = await openGuard({
    ...{ federation, storage, signer, clock, judge, boots, verifier: world.keys.verifier },
    peers: { ask: (peer, request) => others.ask(peer, request, { signal }) },
    holdsOutputs: holdOutputs({ payloads, clock }),
  });
  const heard = hearAll(world, sim, { guard, now: () => clock.now() });
  serveMana(link, { learn: async () => undefined, guard: heard });
  return { guard: heard, network };
}

/** Where a machine listens. */
export function placeOf(name: string): string {
  return name.replaceAll(" ", "-");
}

/** Where it is dialled. */
export function addressOf(name: string): string {
  return `/memory/${placeOf(name)}`;
}

/** The truth hears whatever a guard is asked, and what it says. */
function hearAll(
  { report, counters }: World,
  { truth }: GuardPlace["federation"],
  { guard, now }: { readonly guard: Guard; readonly now: () => number },
): Guard {
  const { did } = guard;
  return {
    ...guard,
    async ask(request, from: Did) {
      const hearing = { guard: did, request, from, now: now() };
      truth.heard(hearing);
      try {
        const reply = await guard.ask(request, from);
        if (reply.type === "vote") truth.voted({ guard: did, ballot: reply.ballot }, now());
        truth.answered({ ...hearing, now: now() }, reply);
        seeReply(counters, request, reply);
        if (isClaimOf(truth, request, from) && reply.type === "vote") counters.add("settled by its executor");
        return reply;
      } catch (error) {
        report("throws", `${did} throws at a request: ${error}`);
        throw error;
      }
    },
  };
}

/** Whether it is the executor of an assignment that wants it settled. */
function isClaimOf({ books }: GuardPlace["federation"]["truth"], { ask }: GuardRequest, from: Did): boolean {
  return ask.type === "settle" && books.assignments.get(ask.assignment)?.body.executor === from;
}
