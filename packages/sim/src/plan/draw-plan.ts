import { createSeededRng, type Rng } from "@icn-mesh/core";
import { ALL_ACTORS } from "../actors/all-actors.ts";
import { SimError } from "../errors.ts";
import { ALL_FAULTS } from "../faults/all-faults.ts";
import { drawOne } from "../faults/draw-time.ts";
import { guardNamesOf } from "./machine-names.ts";
import type { PlanWish } from "./plan-wish.ts";
import type { FaultEvent, FederationPlan, JobPlan, NodePlan, SimPlan } from "./sim-plan.ts";

/** Nothing goes wrong before the nodes have met. */
const CALM_MS = 2_000;
const MANNERS: readonly NodePlan["manner"][] = [
  "good",
  "good",
  "good",
  "slow",
  "wrong",
  "failing",
  "crashing",
  "vanishing",
];
const GUARDS = [
  { guards: 1, quorum: 1 },
  { guards: 3, quorum: 2 },
  { guards: 4, quorum: 3 },
] as const;
const LARGEST = { nodes: 50, jobs: 200 };

/** Draws all that a world is made of from its seed, but for what the caller fixes. */
export function drawPlan(seed: string, wish: PlanWish = {}): SimPlan {
  const rng = createSeededRng(`plan ${seed}`);
  const size = drawSize(rng.fork("size"), wish);
  const federations = drawFederations(rng.fork("federations"), size.federations);
  const nodes = drawNodes(rng.fork("nodes"), { ...size, wish });
  const troubleMs = 20_000 + rng.fork("trouble").below(100_000);
  const jobs = drawJobs(rng.fork("jobs"), { nodes, count: size.jobs, troubleMs });
  const machines = [...guardNamesOf(federations), ...nodes.map(({ name }) => name)];
  const faults = drawFaults(rng.fork("faults"), { machines, troubleMs, kinds: wish.faults });
  return { version: 1, seed, troubleMs, federations, nodes, jobs, faults };
}

interface Size {
  readonly nodes: number;
  readonly jobs: number;
  readonly federations: number;
}

/** Half of all worlds have five nodes or less, and one in a hundred is large. */
function drawSize(rng: Rng, wish: PlanWish): Size {
  const isLargest = rng.below(100) === 0;
  const isLarge = rng.below(4) === 0;
  const drawn = isLarge
    ? { nodes: 6 + rng.below(8), jobs: 11 + rng.below(30) }
    : { nodes: 3 + rng.below(4), jobs: 4 + rng.below(10) };
  const { nodes: drawnNodes, jobs: drawnJobs } = isLargest ? LARGEST : drawn;
  const { nodes = drawnNodes, jobs = drawnJobs } = wish;
  const most = Math.min(4, Math.max(1, Math.floor(nodes / 3)));
  const { federations = 1 + rng.below(most) } = wish;
  if (nodes < federations || federations < 1)
    throw new SimError("a federation without a node", {
      code: "SIM_BAD_PLAN",
      because: `${federations} federations of ${nodes} nodes`,
    });
  return { nodes, jobs, federations };
}

function drawFederations(rng: Rng, count: number): FederationPlan[] {
  return Array.from({ length: count }, () => ({
    ...drawOne(rng, GUARDS),
    contested: "resolver",
    graceMs: 500 + rng.below(8_000),
    marginMs: 500 + rng.below(8_000),
  }));
}

/** The first two nodes of a federation are good and honest, so that there is somebody to do the work. */
function drawNodes(rng: Rng, { nodes, federations, wish }: Size & { readonly wish: PlanWish }): NodePlan[] {
  const { actors = ALL_ACTORS.map(({ name }) => name) } = wish;
  return Array.from({ length: nodes }, (_, index) => {
    const lot = rng.fork(`${index}`);
    const isSteady = index < 2 * federations;
    const isActor = !isSteady && actors.length > 0 && lot.below(4) === 0;
    const node = {
      name: `node ${index}`,
      federation: index % federations,
      funds: 200 + lot.below(2_000),
      price: 1 + lot.below(20),
      manner: isSteady ? "good" : drawOne(lot, MANNERS),
      actor: isActor ? drawOne(lot, actors) : null,
    } as const;
    const runsJobs = isSteady || isActor || lot.below(4) > 0;
    return runsJobs ? node : { ...node, price: null };
  });
}

interface JobWish {
  readonly nodes: readonly NodePlan[];
  readonly count: number;
  readonly troubleMs: number;
}

function drawJobs(rng: Rng, { nodes, count, troubleMs }: JobWish): JobPlan[] {
  return Array.from({ length: count }, (_, index) => {
    const lot = rng.fork(`${index}`);
    return {
      ...drawTerms(lot.fork("terms"), index),
      name: `job ${index}`,
      at: 1_000 + lot.below(troubleMs),
      by: drawOne(lot, nodes).name,
      cost: 20 + lot.below(80),
      workMs: 1 + lot.below(lot.below(3) === 0 ? 6_000 : 500),
    };
  });
}

/** Two of three jobs are plain ones. */
function drawTerms(
  lot: Rng,
  index: number,
): Pick<JobPlan, "cancelMs" | "inputOf" | "replicas" | "spare" | "steps"> {
  const kind = lot.below(12);
  return {
    replicas: kind === 0 || kind === 1 ? 3 : 0,
    spare: lot.below(4) === 0 ? 100 : 0,
    steps: kind === 2 ? 2 + lot.below(6) : 0,
    cancelMs: kind === 3 ? lot.below(6_000) : null,
    inputOf: kind === 4 && index > 0 ? `job ${lot.below(index)}` : null,
  };
}

interface FaultWish {
  readonly machines: readonly string[];
  readonly troubleMs: number;
  readonly kinds: readonly string[] | undefined;
}

/** Every world draws its own kinds of trouble, so that each also comes without the others. */
function drawFaults(rng: Rng, { machines, troubleMs, kinds }: FaultWish): FaultEvent[] {
  const shape = { fromMs: CALM_MS, untilMs: troubleMs, machines };
  const events = ALL_FAULTS.filter(({ kind }) => kinds?.includes(kind) ?? true).flatMap((fault) => {
    const lot = rng.fork(fault.kind);
    return lot.below(2) === 0 ? [] : fault.draw(lot, shape);
  });
  return events.toSorted((one, other) => one.at - other.at);
}
