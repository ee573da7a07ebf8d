import * as z from "zod";

const count = z.int().nonnegative();
const machineName = z.string().min(1).max(64);

const federationPlan = z.strictObject({
  guards: z.int().positive(),
  quorum: z.int().positive(),
  contested: z.enum(["resolver", "charter"]),
  graceMs: count,
  marginMs: count,
  /** How many of the others each node dials; all of them when not given. Whom it then has to reach it finds. */
  dials: count.optional(),
});

const nodePlan = z.strictObject({
  name: machineName,
  /** The number of its federation. */
  federation: count,
  /** What the charter gives it to begin with, in mana. */
  funds: count,
  /** What it asks for a job, in mana; null for a node that runs no jobs. */
  price: count.nullable(),
  /** How it does the work that it is given. */
  manner: z.enum(["good", "slow", "wrong", "failing", "crashing", "vanishing"]),
  /** The decision in which it is not honest; null for a node that is. */
  actor: z.string().nullable(),
});

const jobPlan = z.strictObject({
  name: z.string().min(1).max(64),
  /** When its creator wants it, in milliseconds since the world began. */
  at: count,
  by: machineName,
  cost: count,
  /** How long a good executor works on it. */
  workMs: count,
  /** How many do it, of whom two have to agree; 0 for one whose word is enough. */
  replicas: count.default(0),
  /** What is held besides, for another attempt while one is not settled, or for an appeal. */
  spare: count.default(0),
  /** How many states it goes through, each of which another executor may go on from. */
  steps: count.default(0),
  /** Its creator calls it off so long after it was taken; null for one that does not. */
  cancelMs: count.nullable().default(null),
  /** The job whose result it works on, which the same node wants; null for none. */
  inputOf: z.string().nullable().default(null),
});

const faultEvent = z.strictObject({
  at: count,
  /** How long it lasts; it ends with the trouble at the latest. */
  forMs: count,
  kind: z.string(),
  args: z.record(z.string(), z.union([z.number(), z.string(), z.array(z.string())])),
});

/** What a world is, as data that a file can hold. */
export const simPlanSchema = z.strictObject({
  version: z.literal(1),
  /** What the chance inside the world is drawn from. */
  seed: z.string(),
  /** When faults end. */
  troubleMs: count,
  federations: z.array(federationPlan).min(1),
  nodes: z.array(nodePlan).min(1),
  jobs: z.array(jobPlan),
  faults: z.array(faultEvent),
});

/** All that a world is made of: the same plan is the same run, event by event. */
export type SimPlan = z.infer<typeof simPlanSchema>;

/** One federation of a world. */
export type FederationPlan = SimPlan["federations"][number];

/** One node of a world. */
export type NodePlan = SimPlan["nodes"][number];

/** One job that somebody wants done in a world. */
export type JobPlan = SimPlan["jobs"][number];

/** One trouble: what, when, for how long, and whom it hits. */
export type FaultEvent = SimPlan["faults"][number];
