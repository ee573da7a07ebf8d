/** What can be known of an executor beside its bid, by the names that selection records use. */
export const EXECUTOR_FACTS = [
  /** The fold over its settlements, 0 when unknown. */
  "reputation",
  /** Round-trip time as the manager measured it; nobody else can check it. */
  "latencyMs",
  /** How many jobs it was given so far, 0 when unknown. */
  "used",
  /** How busy it is, in millionths; 0 when unknown. */
  "loadPpm",
  /** What it has staked, 0 when unknown. */
  "stake",
  /** 0 for an executor that cannot cover its own price, which one policy asks for. */
  "solvent",
  /** 1 for an executor that failed this job before. */
  "excluded",
  /** 1 for an executor that is proven to have signed two bodies for one slot. */
  "equivocated",
  /** 0 for an executor that is not proven to be a member, which a quorum asks for. */
  "member",
] as const;

/** The name of something known of an executor. */
export type ExecutorFact = (typeof EXECUTOR_FACTS)[number];

/** What is known of one executor. What is missing, or no number of at least 0, counts as unknown. */
export type ExecutorFacts = { readonly [Fact in ExecutorFact]?: number | undefined };

/** What selection looks at under every policy: for the minimum, the newcomers and the ties, and whom it bars. */
export const FACTS_OF_EVERY_POLICY = [
  "reputation",
  "excluded",
  "equivocated",
  "member",
] as const satisfies readonly ExecutorFact[];

/** The value as a safe integer, rounded down; undefined for what is unknown, negative or not a number. */
export function knownUint(value: number | undefined): number | undefined {
  if (value === undefined || !(value >= 0)) return undefined;
  return value < Number.MAX_SAFE_INTEGER ? Math.floor(value) : Number.MAX_SAFE_INTEGER;
}

/** The reputation of an executor, 0 when unknown. */
export function reputationIn(facts: ExecutorFacts): number {
  return knownUint(facts.reputation) ?? 0;
}
