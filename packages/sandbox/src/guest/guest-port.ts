import type { GuestEvent, GuestQuestion } from "./guest-event.ts";

/**
 * All that a running guest can reach of the outside. Its calls return when they are done, and not before, because
 * a WebAssembly module cannot await.
 */
export interface GuestPort {
  /** Hands an event over, and waits while the listener has no room for it. */
  emit(event: GuestEvent): void;
  /** The bytes of the answer; undefined where the question was refused. */
  ask(question: GuestQuestion): Uint8Array | undefined;
  /** True once the guest should stop before its next step. */
  isPreempted(): boolean;
  /** Milliseconds since some moment: for rates, and nothing that a guest could see. */
  monotonic(): number;
}
