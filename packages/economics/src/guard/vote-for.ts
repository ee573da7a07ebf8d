import type { Outcome } from "@icn-mesh/core";
import type { Ballot } from "../certificate/ballot.ts";
import { outcomeKey } from "../certificate/outcome-key.ts";
import { slotOfFact } from "../ledger/money-fact.ts";
import type { ManaRefusal } from "../refusal.ts";
import { keepFraud } from "./fraud.ts";
import type { GuardParts, Proposal } from "./guard-parts.ts";
import { type GuardReply, refusal } from "./guard-reply.ts";

/** Votes for a proposal that the rules allow, or gives the vote that the slot has already. */
export async function voteFor(parts: GuardParts, proposal: Proposal): Promise<GuardReply> {
  const { votes, ledger, federation, knowledge } = parts;
  if (knowledge.rewound !== undefined) return refusal(knowledge.rewound);
  const { signed, outcome, fact } = proposal;
  const cast = await votes.cast({
    slot: slotOfFact(fact),
    ballot: 0,
    outcome,
    at: parts.clock.now(),
    sig: signed?.sig ?? null,
    blocks: [...(signed === null ? [] : [signed]), ...proposal.blocks],
    promised: null,
  });
  if (!cast.ok) return refusal(cast.refusal);
  const differs = !isSame(cast.value.outcome, outcome);
  if (differs) return contradict(parts, cast.value, signed);
  // The only guard's vote is the whole quorum, so what it votes for is certified.
  if (federation.quorum === 1) ledger.add(fact);
  return { type: "vote", ballot: cast.value };
}

/** What was asked for about a slot whose time is past, and why it was not voted for. */
export interface PastAsk {
  readonly slot: string;
  readonly outcome: Outcome | null;
  readonly signed: Proposal["signed"];
  readonly because: ManaRefusal;
}

/** What there is to say about a slot that is filled or voted for already, or else why it was refused. */
export async function answerPast(parts: GuardParts, past: PastAsk): Promise<GuardReply> {
  const { slot, outcome, signed, because } = past;
  if (signed !== null) await keepFraud(parts, slot, signed);
  const proof = await parts.knowledge.recall(slot);
  if (proof !== undefined) return { type: "certified", proof };
  const ballot = await parts.votes.recall(slot, 0);
  if (ballot === undefined) return refusal(because);
  const isOther = outcome !== null && signed !== null && !isSame(ballot.outcome, outcome);
  return isOther ? taken(ballot) : { type: "vote", ballot };
}

/** For a settlement the vote itself is the answer; a second body is refused, and kept as evidence if it is one. */
async function contradict(parts: GuardParts, voted: Ballot, signed: Proposal["signed"]): Promise<GuardReply> {
  if (signed === null) return { type: "vote", ballot: voted };
  await keepFraud(parts, voted.slot, signed);
  return taken(voted);
}

function taken({ slot, outcome }: Ballot): GuardReply {
  return refusal({ code: "ECONOMICS_SLOT_TAKEN", slot, by: typeof outcome === "string" ? outcome : null });
}

function isSame(one: Outcome, other: Outcome): boolean {
  return outcomeKey(one) === outcomeKey(other);
}
