import { type Cid, type Clock, createBoundedMap } from "@icn-mesh/core";

/** What a peer is asked about a block: the block itself, or whether it is there. */
export type AskType = "block" | "presence";

/** What one peer was asked and has not answered, and how fast it answers. */
export interface AskBook {
  readonly size: number;
  /** Milliseconds until one more ask would be answered, as far as can be told. */
  readonly delay: number;
  /** Since when nothing was asked or answered. */
  readonly idleSince: number;
  /** Each with the moment since which it has waited in silence. */
  list(): readonly (readonly [Cid, number])[];
  typeOf(cid: Cid): AskType | undefined;
  add(cid: Cid, type: AskType): void;
  /** False if this was not asked. */
  answer(cid: Cid): boolean;
  /** False if this was not asked. */
  cancel(cid: Cid): boolean;
  /** True, once, for the answer to an ask that was cancelled. */
  wasCancelled(cid: Cid): boolean;
  /** True if no block could be the answer to anything. */
  readonly isSettled: boolean;
}

/** Answers that may still be under way for asks that were cancelled. */
const CANCELLED_KEPT = 1024;
/** What an answer is taken to need before the first one came. */
const FIRST_DELAY_MS = 20;
const WEIGHT_OF_NEW = 1 / 8;

/** A book without asks. */
export function createAskBook(clock: Clock): AskBook {
  const asks = new Map<Cid, { readonly at: number; readonly type: AskType }>();
  // A block that was cancelled and is asked for again may come twice: so it stays here then.
  const cancelled = createBoundedMap<Cid, true>({ max: CANCELLED_KEPT, whenFull: "evict-oldest" });
  let lastAnswer = clock.monotonic();
  let delay = FIRST_DELAY_MS;

  return {
    get size() {
      return asks.size;
    },
    get delay() {
      return (asks.size + 1) * delay;
    },
    get idleSince() {
      return lastAnswer;
    },
    get isSettled() {
      return asks.size + cancelled.size === 0;
    },
    list: () => [...asks].map(([cid, { at }]) => [cid, Math.max(at, lastAnswer)] as const),
    typeOf: (cid) => asks.get(cid)?.type,
    add(cid, type) {
      const at = clock.monotonic();
      if (asks.size === 0) lastAnswer = at;
      asks.set(cid, { at, type });
    },
    answer(cid) {
      const ask = asks.get(cid);
      if (ask === undefined) return false;
      const now = clock.monotonic();
      delay += (now - Math.max(lastAnswer, ask.at) - delay) * WEIGHT_OF_NEW;
      lastAnswer = now;
      return asks.delete(cid);
    },
    cancel(cid) {
      const wasAsked = asks.delete(cid);
      if (wasAsked) cancelled.set(cid, true);
      return wasAsked;
    },
    wasCancelled: (cid) => cancelled.delete(cid),
  };
}
