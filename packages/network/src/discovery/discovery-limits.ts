/** What discovery keeps and does at most, so that no peer can make it keep or do more. */
export interface DiscoveryLimits {
  /** Records that are kept. */
  readonly nodes: number;
  /** Records that one neighbour may have brought, of those. */
  readonly nodesPerNeighbour: number;
  /** Accounts of which the last number is remembered after their record is gone, so that no old one comes back. */
  readonly pastNodes: number;
  /** No record is believed for longer, whatever it says. */
  readonly maxValidMs: number;
  /** Signatures that are checked of what one neighbour brings: so many at once, then one per so many milliseconds. */
  readonly checkBurst: number;
  readonly checkEveryMs: number;
  /** New records of one account: so many at once, then one per so many milliseconds. */
  readonly recordBurst: number;
  readonly recordEveryMs: number;
  /** Questions of one peer that are answered: so many at once, then one per so many milliseconds. */
  readonly questionBurst: number;
  readonly questionEveryMs: number;
  /** Peers that one search asks, and how many at a time. */
  readonly maxAsked: number;
  readonly askedAtOnce: number;
  /** How long one peer has for an answer. */
  readonly answerMs: number;
}

/** For a network of some thousand nodes. */
export const DISCOVERY_LIMITS: DiscoveryLimits = {
  nodes: 4_096,
  nodesPerNeighbour: 1_024,
  pastNodes: 16_384,
  maxValidMs: 3_600_000,
  checkBurst: 256,
  checkEveryMs: 20,
  recordBurst: 4,
  recordEveryMs: 5_000,
  questionBurst: 8,
  questionEveryMs: 1_000,
  maxAsked: 16,
  askedAtOnce: 4,
  answerMs: 5_000,
};
