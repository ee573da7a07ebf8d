/** Why a bid cannot win, whatever its score. Selection records carry these names. */
export const INELIGIBILITIES = [
  "wrong-slot",
  "unsupported",
  "over-budget",
  "over-rate",
  "fail-price-above-price",
  "needs-too-long",
  "too-few-cores",
  "too-little-memory",
  "too-little-storage",
  "gpu-missing",
  "gpu-model",
  "too-little-gpu-memory",
  "capability-missing",
  "capability-unproven",
  "trust-scope-missing",
  "trust-scope-unproven",
  "federation-not-allowed",
  "reputation-too-low",
  "excluded",
  "equivocated",
  "party-to-the-job",
  "not-a-member",
  "insolvent",
  "bad-signature",
] as const;

/** Why a bid cannot win. */
export type Ineligibility = (typeof INELIGIBILITIES)[number];
