/** What block exchange has done since it was made. Every number only grows. */
export interface BlockStats {
  readonly blocksSent: number;
  readonly bytesSent: number;
  /** Wants answered with no: the block is not here, or not for that peer. */
  readonly refused: number;
  /** Peers that took nothing of what they asked for until their time was over. */
  readonly abandoned: number;
  readonly blocksReceived: number;
  readonly bytesReceived: number;
  /** Blocks that came after they were no longer wanted. */
  readonly late: number;
  /** Messages with bytes that nobody asked for, or that are no message. */
  readonly wrong: number;
  /** Providers that did not answer in time. */
  readonly silent: number;
}
