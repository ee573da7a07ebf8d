/** What block exchange may take of this node. Each bound is there against a peer that would take all. */
export interface BlockLimits {
  /** Wants of one peer that wait for their answer; its stream is not read on before there is room. */
  readonly maxWantsPerPeer: number;
  /** Peers that are sent blocks at the same time, so many are in memory for it; others wait for their turn. */
  readonly maxServed: number;
  /** A peer that takes longer than this for one answer loses its stream when others wait for their turn. */
  readonly patienceMs: number;
  /** A peer that takes longer than this for one answer loses its stream in any case. */
  readonly sendTimeoutMs: number;
  /** What one peer gets in the long run. */
  readonly bytesPerSecond: number;
  /** What one peer gets at once after it has asked for nothing for long. */
  readonly burstBytes: number;
  /** Small blocks travel together until they are this long. */
  readonly batchBytes: number;
  /** Blocks that are fetched at the same time, each perhaps from several peers; further fetches wait. */
  readonly maxFetches: number;
  /** Wants that one provider has to answer at a time. */
  readonly window: number;
  /** Providers asked for the same block at a time: more than one when the first is silent. */
  readonly maxAsked: number;
  /** Peers asked at a time whether they have a block, where nobody is known to. */
  readonly maxProbed: number;
  /** A provider that is silent for so long is helped by another one. */
  readonly hedgeMs: number;
  /** A provider that is silent for so long is given up. */
  readonly answerMs: number;
  /** A stream that nobody asks anything on is closed after this. */
  readonly idleMs: number;
  /** How long a provider that sent what nobody asked for is asked nothing. */
  readonly barMs: number;
}

/** Bounds for a node on an ordinary machine; every one can be replaced. */
export const BLOCK_LIMITS: BlockLimits = {
  maxWantsPerPeer: 1024,
  maxServed: 32,
  patienceMs: 5_000,
  sendTimeoutMs: 30_000,
  bytesPerSecond: 32 * 1024 * 1024,
  burstBytes: 128 * 1024 * 1024,
  batchBytes: 128 * 1024,
  maxFetches: 256,
  window: 16,
  maxAsked: 3,
  maxProbed: 16,
  hedgeMs: 2_000,
  answerMs: 30_000,
  idleMs: 30_000,
  barMs: 600_000,
};
