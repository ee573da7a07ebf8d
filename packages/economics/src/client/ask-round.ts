import type { Did } from "@icn-mesh/core";
import type { Ballot } from "../certificate/ballot.ts";
import type { Proof } from "../certificate/proof.ts";
import type { VoteCount } from "../certificate/vote-count.ts";
import type { GuardReply } from "../guard/guard-reply.ts";
import type { ManaRefusal } from "../refusal.ts";
import type { CollectComponents, Collection, ProvenSlot } from "./collection.ts";
import { isFinal } from "./patience.ts";
import { isGenuine, proofFor } from "./recall-slot.ts";

/** What is known of one collection between its rounds. */
export interface CollectState {
  readonly collection: Collection;
  readonly count: VoteCount;
  /** Guards that will not vote, and why. */
  readonly finals: Map<Did, ManaRefusal>;
  /** What to show to a guard that is behind. */
  readonly extra: Map<Did, readonly Proof[]>;
  /** How often it was behind, and at what. */
  readonly lessons: Map<Did, Lesson>;
  /** True once votes have filled the slot with a body that this client does not have. */
  isForeign: boolean;
  /** True once a guard has promised not to vote any more before the slot is resolved. */
  isPromised: boolean;
}

interface Lesson {
  readonly count: number;
  readonly missing: string;
  /** How often it has missed the same since. */
  readonly again: number;
}

/** A guard that is still behind after so many proofs is asked again later, as if it could not be reached. */
const MOST_LESSONS = 64;

/** What filled the slot, or how long to wait before the next round. */
export interface Round {
  readonly proven: ProvenSlot | undefined;
  readonly retryInMs: number;
  /** A guard that was behind can be shown what it lacks. */
  readonly retryAtOnce: boolean;
}

/** Asks every guard that may still vote, all at once, and returns with the first certificate or when all have answered. */
export function askRound(parts: CollectComponents, state: CollectState, signal: AbortSignal): Promise<Round> {
  const { promise, resolve, reject } = Promise.withResolvers<Round>();
  const guards = parts.federation.constitution.guards.filter((guard) => !state.finals.has(guard));
  let waiting = guards.length;
  let retryInMs = 0;
  let retryAtOnce = false;

  async function askOne(guard: Did): Promise<void> {
    const reply = await askOnce(parts, state, { guard, signal });
    const heard = reply === undefined ? undefined : await hear(parts, state, { guard, reply });
    retryInMs = Math.max(retryInMs, heard?.retryInMs ?? 0);
    retryAtOnce ||= heard?.canCatchUp ?? false;
    if (heard?.proven !== undefined) resolve({ proven: heard.proven, retryInMs: 0, retryAtOnce: false });
    waiting -= 1;
    if (waiting === 0) resolve({ proven: undefined, retryInMs, retryAtOnce });
  }

  for (const guard of guards) askOne(guard).catch(reject);
  if (waiting === 0) resolve({ proven: undefined, retryInMs, retryAtOnce });
  return promise;
}

/** Undefined where the guard could not be reached: it may have voted all the same. */
async function askOnce(
  { guards }: CollectComponents,
  { collection, extra }: CollectState,
  { guard, signal }: { readonly guard: Did; readonly signal: AbortSignal },
): Promise<GuardReply | undefined> {
  const proofs = [...collection.proofs, ...(extra.get(guard) ?? [])].slice(0, 64);
  try {
    return await guards.ask(guard, { ask: collection.ask, proofs }, { signal });
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

interface Heard {
  readonly proven?: ProvenSlot | undefined;
  readonly retryInMs?: number;
  readonly canCatchUp?: boolean;
}

async function hear(
  parts: CollectComponents,
  state: CollectState,
  { guard, reply }: { readonly guard: Did; readonly reply: GuardReply },
): Promise<Heard> {
  switch (reply.type) {
    case "vote":
      return { proven: hearVote(parts, state, { guard, ballot: reply.ballot }) };
    case "certified":
      return { proven: proofFor(parts, state.collection.slot, reply.proof) };
    case "refused":
      return hearRefusal(state, guard, reply.refusal);
    case "voted":
    case "learnt":
    case "noted":
    case "witnessed":
    case "promise":
      return {};
  }
}

function hearVote(
  parts: CollectComponents,
  state: CollectState,
  { guard, ballot }: { readonly guard: Did; readonly ballot: Ballot },
): ProvenSlot | undefined {
  const { collection, count } = state;
  if (!isGenuine(parts, { guard, slot: collection.slot }, ballot)) return undefined;
  const certificate = count.add(ballot);
  const proven = certificate && collection.proven(certificate);
  if (certificate !== undefined && proven === undefined) state.isForeign = true;
  return proven;
}

async function hearRefusal(state: CollectState, guard: Did, refusal: ManaRefusal): Promise<Heard> {
  const before = state.lessons.get(guard);
  if (isFinal(refusal, before?.count ?? 0)) {
    state.finals.set(guard, refusal);
    return {};
  }
  if (refusal.code === "ECONOMICS_PROMISED") state.isPromised = true;
  if (refusal.code === "ECONOMICS_NOT_YET") return { retryInMs: refusal.retryInMs };
  const lesson = nextLesson(before, refusal);
  const proofs = await state.collection.proofsFor(refusal, lesson.again);
  state.extra.set(guard, proofs);
  state.lessons.set(guard, lesson);
  return { canCatchUp: proofs.length > 0 && lesson.count < MOST_LESSONS };
}

function nextLesson(before: Lesson | undefined, refusal: ManaRefusal): Lesson {
  const missing = refusal.code === "ECONOMICS_BEHIND" ? refusal.slot : refusal.code;
  const again = before?.missing === missing ? before.again + 1 : 0;
  return { count: (before?.count ?? 0) + 1, missing, again };
}
