import type { Clock } from "@icn-mesh/core";
import type { FailureClass, RunOptions } from "../runner.ts";

/** How long a run may last, and why it was ended from outside. */
export interface RunTerm {
  /** Aborts when the run has to end at once. */
  readonly signal: AbortSignal;
  /** Why it aborted; undefined while it did not. */
  readonly reason: EndReason | undefined;
  /** Milliseconds since `begin`, whole; 0 before. */
  elapsed(): number;
  /** The time of the run starts now; it did not while it waited for a place. */
  begin(): void;
  /** The guest has begun. One without steps is ended at once when the run is preempted. */
  guestBegan(hasSteps: boolean): void;
  /** Lets go of the clock and of the caller's signals. */
  end(): void;
}

/** The classes of a run that was ended from outside. */
export type EndReason = Extract<FailureClass, "cancelled" | "preempted" | "timeout">;

/** A reason of our own: making the usual exception costs as much as sending the work. */
const OVER = "the run is over";

/** The term of one run under its options. */
export function createRunTerm({ clock }: { readonly clock: Clock }, options: RunOptions): RunTerm {
  const { limits, signal, preempt } = options;
  const stop = new AbortController();
  const ended = new AbortController();
  let reason: EndReason | undefined;
  let beganAt: number | undefined;
  let isWithoutSteps = false;

  function abort(why: EndReason): void {
    if (reason !== undefined || ended.signal.aborted) return;
    reason = why;
    stop.abort();
  }

  function onPreempt(): void {
    if (isWithoutSteps) abort("preempted");
  }

  const onCancel = () => abort("cancelled");
  if (signal?.aborted) onCancel();
  signal?.addEventListener("abort", onCancel);
  preempt?.addEventListener("abort", onPreempt);

  return {
    signal: stop.signal,
    get reason() {
      return reason;
    },
    elapsed: () => (beganAt === undefined ? 0 : Math.ceil(clock.monotonic() - beganAt)),
    begin() {
      beganAt = clock.monotonic();
      clock.after(limits.wallMs, { signal: ended.signal }).then(
        () => abort("timeout"),
        () => undefined,
      );
    },
    guestBegan(hasSteps) {
      isWithoutSteps = !hasSteps;
      if (preempt?.aborted) onPreempt();
    },
    end() {
      ended.abort(OVER);
      signal?.removeEventListener("abort", onCancel);
      preempt?.removeEventListener("abort", onPreempt);
    },
  };
}
