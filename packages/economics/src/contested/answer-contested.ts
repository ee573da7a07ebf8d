import { type Cid, cidOf, type Did, unlockRecord } from "@icn-mesh/core";
import { factOf, readTerms } from "../certificate/proof.ts";
import { claimOfBallot } from "../certificate/vote-claim.ts";
import { createVoteCount } from "../certificate/vote-count.ts";
import type { GuardParts } from "../guard/guard-parts.ts";
import { promiseEntry } from "../guard/guard-records.ts";
import { type GuardReply, refusal } from "../guard/guard-reply.ts";
import type { GuardAsk } from "../guard/guard-request.ts";
import { readAsked, verifyAll } from "../guard/read-asked.ts";
import { bodiesOf } from "../guard/slot-bodies.ts";
import { blockAt } from "../guard/vote-log.ts";
import { slotOfFact } from "../ledger/money-fact.ts";
import { assignmentOf } from "../money-slot.ts";
import type { ManaRefusal } from "../refusal.ts";
import { checkUnlock } from "./check-unlock.ts";
import { nextBallot, resolveSlot } from "./resolve-slot.ts";

type Ask<Type extends GuardAsk["type"]> = Extract<GuardAsk, { readonly type: Type }>;

/** Everything that is asked about a slot on which the votes are stuck. Once a slot is certified, the proof is the answer. */
export async function answerContested(
  parts: GuardParts,
  ask: Ask<"unlock" | "resolve" | "prepare" | "accept">,
  from: Did,
): Promise<GuardReply> {
  const { knowledge, federation } = parts;
  if (knowledge.rewound !== undefined) return refusal(knowledge.rewound);
  if (ask.type === "unlock") return answerUnlock(parts, ask);
  const proof = await knowledge.recall(ask.slot);
  if (proof !== undefined) return { type: "certified", proof };
  if (federation.constitution.contested !== "resolver")
    return refusal({ code: "ECONOMICS_NOT_CONTESTED", slot: ask.slot });
  if (ask.type === "resolve") return answerResolve(parts, ask);
  if (!federation.isGuard(from)) return refusal({ code: "ECONOMICS_NOT_A_GUARD", guard: from });
  return ask.type === "prepare" ? prepare(parts, ask) : accept(parts, ask);
}

async function answerResolve(parts: GuardParts, ask: Ask<"resolve">): Promise<GuardReply> {
  const { slot } = ask;
  return (await isContested(parts, ask))
    ? lead(parts, slot)
    : refusal({ code: "ECONOMICS_NOT_CONTESTED", slot });
}

/**
 * Whether a slot may be resolved: somebody has begun, or its votes are stuck, as the shown ones prove. Where guards do
 * not judge by their clocks what was shown to them, one vote is enough, since whatever was voted for may stand. Without
 * any there would be nothing to choose, and the promises would keep the slot empty for ever.
 */
async function isContested(parts: GuardParts, { slot, votes }: Ask<"resolve">): Promise<boolean> {
  const { federation, verifier } = parts;
  if ((await promiseOf(parts, slot)).cid !== null) return true;
  const count = createVoteCount(federation);
  const own = await parts.votes.recall(slot, 0);
  if (own !== undefined) count.add(own);
  for (const { outcome, ...vote } of votes) {
    const ballot = { slot, outcome, vote };
    const isVote = federation.isGuard(vote.by) && vote.ballot === 0;
    if (isVote && verifier.verify(claimOfBallot(federation, ballot))) count.add(ballot);
  }
  return count.isStuck || (count.ballots.length > 0 && assignmentOf(slot) === undefined);
}

/** Leads the resolving of a slot. Guards that cannot be reached are as good as silent. */
async function lead(parts: GuardParts, slot: string): Promise<GuardReply> {
  const { federation, did, peers } = parts;
  const { guards } = federation.constitution;
  const promised = await promiseOf(parts, slot);
  const ballot = nextBallot(guards, did, promised.ballot);

  async function askEach(ask: Ask<"prepare" | "accept">): Promise<readonly GuardReply[]> {
    const replies = await Promise.allSettled(
      guards.map((guard) =>
        guard === did ? answerContested(parts, ask, did) : peers.ask(guard, { ask, proofs: [] }),
      ),
    );
    return replies.flatMap((reply) => (reply.status === "fulfilled" ? [reply.value] : []));
  }

  return resolveSlot(parts, slot, { ballot, askEach });
}

/** Promises no vote below a ballot, durably, and tells the vote of the highest ballot so far. */
async function prepare(
  { storage, names, votes }: GuardParts,
  { slot, ballot }: Ask<"prepare">,
): Promise<GuardReply> {
  const before = await promiseOf({ storage, names }, slot);
  if (before.ballot >= ballot) return refusal({ code: "ECONOMICS_PROMISED", ballot: before.ballot });
  const bytes = promiseEntry.codec.encode({ t: "icn-mesh/promise/1", ballot });
  const refs = [{ name: names.promise(slot), expect: before.cid, to: cidOf(bytes) }];
  const { ok } = await storage.commit({ blocks: [{ bytes }], refs });
  if (!ok) return refusal({ code: "ECONOMICS_PROMISED", ballot });
  const highest = await highestVote(slot, before.ballot, votes);
  if (highest === undefined) return { type: "promise", voted: null };
  return { type: "promise", voted: { ballot: highest, ...(await bodiesOf(storage, highest.outcome)) } };
}

/** Votes at the ballot that was promised last, and at no other. */
async function accept(
  parts: GuardParts,
  { slot, ballot, outcome, body, terms }: Ask<"accept">,
): Promise<GuardReply> {
  const promised = await promiseOf(parts, slot);
  if (promised.ballot !== ballot) return refusal({ code: "ECONOMICS_PROMISED", ballot: promised.ballot });
  const again = { slot, ballot, outcome, body, terms, promised: promised.cid };
  const unfit = unfitFor(again);
  return unfit === undefined ? voteAgain(parts, again) : refusal(unfit);
}

/** The charter's word lets guards vote once more; without a resolver there is only one such ballot. */
async function answerUnlock(parts: GuardParts, ask: Ask<"unlock">): Promise<GuardReply> {
  const { federation, verifier, knowledge, ledger } = parts;
  const unlock = readAsked(unlockRecord, ask.unlock, federation);
  if (!unlock.ok) return refusal(unlock.refusal);
  const { slot, outcome } = unlock.value.body;
  const proof = await knowledge.recall(slot);
  if (proof !== undefined) return { type: "certified", proof };
  const verified = await verifyAll(verifier, [unlock.value]);
  if (!verified.ok) return refusal(verified.refusal);
  const checked = checkUnlock({ federation, verifier, view: ledger }, unlock.value.body, ask.body);
  if (!checked.ok) return refusal(checked.refusal);
  const { body, terms = null } = ask;
  const again = { slot, ballot: 1, outcome, body, terms, promised: null };
  const unfit = unfitFor(again);
  return unfit === undefined ? voteAgain(parts, again) : refusal(unfit);
}

interface Again extends Omit<Ask<"accept">, "type"> {
  readonly promised: Cid | null;
}

async function voteAgain({ votes, clock }: GuardParts, again: Again): Promise<GuardReply> {
  const { body, terms, ...cast } = again;
  const bodies = [body, terms?.job, terms?.bid].filter((bytes) => bytes !== null && bytes !== undefined);
  const blocks = bodies.map((bytes) => ({ cid: cidOf(bytes), bytes }));
  const voted = await votes.cast({ ...cast, at: clock.now(), sig: null, blocks });
  return voted.ok ? { type: "vote", ballot: voted.value } : refusal(voted.refusal);
}

function unfitFor({ slot, outcome, body, terms }: Again): ManaRefusal | undefined {
  const fact = factOf({ slot, outcome }, body);
  if (!fact.ok) return fact.refusal;
  if (slotOfFact(fact.value) !== slot) return { code: "ECONOMICS_STALE", slot };
  if (terms === null) return undefined;
  if (fact.value.type !== "assignment") return { code: "ECONOMICS_WRONG_EVIDENCE", because: "other-body" };
  const read = readTerms(fact.value.body, terms);
  return read.ok ? undefined : read.refusal;
}

async function promiseOf({ storage, names }: Pick<GuardParts, "storage" | "names">, slot: string) {
  const cid = await storage.ref(names.promise(slot));
  if (cid === null) return { ballot: 0, cid };
  return { ballot: promiseEntry.codec.parse(await blockAt(storage, cid)).ballot, cid };
}

/** Later ballots are voted at only by promise, so the last promise is the last ballot that can have a vote. */
async function highestVote(slot: string, promised: number, votes: GuardParts["votes"]) {
  for (let ballot = promised; ballot > 0; ballot--) {
    const later = await votes.recall(slot, ballot);
    if (later !== undefined) return later;
  }
  return votes.recall(slot, 0);
}
