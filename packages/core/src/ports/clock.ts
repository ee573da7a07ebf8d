/** The only way the mesh learns the time or waits, so that tests and the simulator can own both. */
export interface Clock {
  /** Milliseconds since the epoch, for records and logs. It may jump; nothing is decided by it alone. */
  now(): number;
  /** Milliseconds since an arbitrary moment. It never goes back: windows, leases and deadlines use it. */
  monotonic(): number;
  /**
   * Resolves once `ms` have passed on the monotonic clock, never before, and soon when `ms` is 0 or less; rejects with
   * the signal's reason when it aborts first. `Infinity` waits for the signal alone; NaN is refused.
   */
  after(ms: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
}
