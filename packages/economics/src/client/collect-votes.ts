import { createVoteCount } from "../certificate/vote-count.ts";
import type { Federation } from "../federation.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import { askRound, type CollectState } from "./ask-round.ts";
import type { CollectComponents, Collection, ProvenSlot } from "./collection.ts";
import { backoffMs } from "./patience.ts";
import { recallSlot } from "./recall-slot.ts";

/** When to give up, and how long to wait before the first retry. */
export interface CollectOptions {
  readonly signal: AbortSignal;
  /** 250 when not given. It doubles, up to half a minute. */
  readonly backoffMs?: number | undefined;
}

/**
 * Asks all guards until a quorum has voted alike, again and again with growing pauses, the same bytes each time. It
 * ends with what fills the slot, be it this or something else; with a refusal once no quorum can come about; or with
 * the signal, whose reason it rejects with.
 */
export async function collectVotes(
  parts: CollectComponents,
  collection: Collection,
  options: CollectOptions,
): Promise<Ruling<ProvenSlot>> {
  const { clock, rng } = parts;
  const { signal, backoffMs: first = 250 } = options;
  const state: CollectState = {
    collection,
    count: createVoteCount(parts.federation),
    finals: new Map(),
    extra: new Map(),
    lessons: new Map(),
    isForeign: false,
    isPromised: false,
  };
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    const round = await askRound(parts, state, signal);
    const proven = round.proven ?? (await foreign(parts, state, signal));
    if (proven !== undefined) return granted(proven);
    const hopeless = hopelessBecause(parts.federation, state);
    if (hopeless !== undefined) return refused(hopeless);
    if (round.retryAtOnce) continue;
    await clock.after(Math.max(round.retryInMs, backoffMs(attempt, first, rng)), { signal });
  }
}

/** What fills the slot with a body that the client did not ask for and does not have: guards have it. */
async function foreign(
  parts: CollectComponents,
  { isForeign, collection }: CollectState,
  signal: AbortSignal,
): Promise<ProvenSlot | undefined> {
  return isForeign ? (await recallSlot(parts, collection.slot, signal)).proven : undefined;
}

/**
 * Why no quorum can come about any more: every guard refuses for good, or too few are left for any outcome. While one
 * guard has not been heard it may have voted, and its vote may be needed.
 */
function hopelessBecause(
  { constitution, quorum }: Federation,
  { collection, count, finals, isPromised }: CollectState,
): ManaRefusal | undefined {
  const open = constitution.guards.length - finals.size;
  const [refusal] = finals.values();
  if (isPromised || count.isStuck || (open < quorum && count.ballots.length > 0)) {
    return { code: "ECONOMICS_CONTESTED", slot: collection.slot, ballots: count.ballots };
  }
  return open === 0 ? refusal : undefined;
}
