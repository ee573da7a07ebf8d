import type { Did } from "@icn-mesh/core";
import type { Ballot } from "../certificate/ballot.ts";
import { type Proof, readProof } from "../certificate/proof.ts";
import { claimOfBallot } from "../certificate/vote-claim.ts";
import type { VoteCount } from "../certificate/vote-count.ts";
import type { GuardReply } from "../guard/guard-reply.ts";
import type { ManaRefusal } from "../refusal.ts";
import type { CollectComponents, Collection, ProvenSlot } from "./collection.ts";
import { isFinal } from "./patience.ts";

/** What is known of one collection between its rounds. */
export interface CollectState {
  readonly collection: Collection;
  readonly count: VoteCount;
  /** Guards that will not vote, and why. */
  readonly finals: Map<Did, ManaRefusal>;
  /** What to show to a guard that is behind. */
  readonly extra: Map<Did, readonly Proof[]>;
  /** How often it was behind. */
  readonly lessons: Map<Did, number>;
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
      return { proven: prove(parts, state.collection, reply.proof) };
    case "refused":
      return hearRefusal(state, guard, reply.refusal);
    case "learnt":
    case "witnessed":
    case "promise":
      return {};
  }
}

function hearVote(
  { federation, verifier }: CollectComponents,
  { collection, count }: CollectState,
  { guard, ballot }: { readonly guard: Did; readonly ballot: Ballot },
): ProvenSlot | undefined {
  const isIts = ballot.vote.by === guard && ballot.slot === collection.slot;
  if (!isIts || !verifier.verify(claimOfBallot(federation, ballot))) return undefined;
  const certificate = count.add(ballot);
  return certificate && collection.proven(certificate);
}

function prove(
  { federation, verifier }: CollectComponents,
  { slot }: Collection,
  proof: Proof,
): ProvenSlot | undefined {
  const read = readProof(federation, proof, verifier);
  return read.ok && read.value.certificate.slot === slot ? { certified: read.value, proof } : undefined;
}

async function hearRefusal(state: CollectState, guard: Did, refusal: ManaRefusal): Promise<Heard> {
  const before = state.lessons.get(guard) ?? 0;
  if (isFinal(refusal, before)) {
    state.finals.set(guard, refusal);
    return {};
  }
  if (refusal.code === "ECONOMICS_NOT_YET") return { retryInMs: refusal.retryInMs };
  const proofs = await state.collection.proofsFor(refusal);
  const lessons = before + 1;
  state.extra.set(guard, proofs);
  state.lessons.set(guard, lessons);
  return { canCatchUp: proofs.length > 0 && lessons < MOST_LESSONS };
}
