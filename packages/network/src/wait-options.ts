/** A wait that its caller may give up: it rejects with the reason of the signal then. */
export interface WaitOptions {
  readonly signal?: AbortSignal;
}

/** A wait with a deadline on the monotonic clock. */
export interface RequestOptions extends WaitOptions {
  /** 10 seconds when not given. */
  readonly timeoutMs?: number;
}

/** How long a peer is waited for when the caller does not say. */
export const DEFAULT_TIMEOUT_MS = 10_000;
