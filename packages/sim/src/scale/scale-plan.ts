import { PLAIN_TERMS } from "../plan/plain-terms.ts";
import type { SimPlan } from "../plan/sim-plan.ts";

/** How large a calm world is. */
export interface ScaleSize {
  readonly nodes: number;
  readonly jobs: number;
}

/** Nobody wants anything before it: by then the nodes have met, and what they do without jobs was measured. */
export const JOBS_FROM_MS = 60_000;
const BETWEEN_JOBS_MS = 500;
const CREATORS = 8;
/** As many neighbours as gossip has in a network of strangers. */
const DIALS = 4;

/** One federation in which nothing goes wrong: a few nodes create jobs, all others bid, and the work itself is cheap. */
export function scalePlan({ nodes, jobs }: ScaleSize): SimPlan {
  const creators = Math.min(CREATORS, nodes);
  const by = (index: number): string => `node ${Math.floor(((index % creators) * nodes) / creators)}`;
  const names = new Set(Array.from({ length: creators }, (_, index) => by(index)));
  return {
    version: 1,
    seed: `scale ${nodes}`,
    troubleMs: JOBS_FROM_MS,
    federations: [
      { guards: 3, quorum: 2, contested: "resolver", graceMs: 5_000, marginMs: 5_000, dials: DIALS },
    ],
    nodes: Array.from({ length: nodes }, (_, index) => ({
      name: `node ${index}`,
      federation: 0,
      funds: names.has(`node ${index}`) ? 1_000 * jobs : 0,
      price: names.has(`node ${index}`) ? null : 1 + (index % 20),
      manner: "good",
      actor: null,
    })),
    jobs: Array.from({ length: jobs }, (_, index) => ({
      ...PLAIN_TERMS,
      name: `job ${index}`,
      at: JOBS_FROM_MS + index * BETWEEN_JOBS_MS,
      by: by(index),
      cost: 100,
      workMs: 100,
      replicas: 0,
      spare: 0,
      steps: 0,
      cancelMs: null,
      inputOf: null,
    })),
    faults: [],
  };
}
