/** The only source of chance, so that one seed replays a whole run. */
export interface Rng {
  /** `length` unpredictable bytes (predictable ones from a seeded implementation). */
  bytes(length: number): Uint8Array;
  /** A uniformly drawn integer in `[0, bound)`; `bound` is a safe integer of at least 1. */
  below(bound: number): number;
  /**
   * An independent stream named by `label`: drawing from one never shifts what another yields. A seeded stream forks
   * alike whenever it is asked, so a label is used once.
   */
  fork(label: string): Rng;
}
