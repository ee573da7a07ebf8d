import { type Did, type Signer, signRecord, unlockRecord } from "@icn-mesh/core";
import { type Proof, proofOf } from "../certificate/proof.ts";
import { createVoteCount } from "../certificate/vote-count.ts";
import type { CollectComponents } from "../client/collection.ts";
import { isGenuine, proofFor, recallSlot } from "../client/recall-slot.ts";
import type { Federation } from "../federation.ts";
import type { GuardReply } from "../guard/guard-reply.ts";
import type { GuardAsk, GuardRequest } from "../guard/guard-request.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import { chooseOutcome, type PromisedVote } from "./choose-outcome.ts";

/** What the holder of a charter key needs to settle a contested slot. */
export interface UnlockParts extends CollectComponents {
  /** A key of the charter. */
  readonly signer: Signer;
}

/** Guards that the charter does not believe, after asking around, and proofs that others may lack. */
export interface UnlockOptions {
  readonly signal: AbortSignal;
  readonly distrusted?: ReadonlySet<Did>;
  readonly proofs?: readonly Proof[];
}

/**
 * Settles a contested slot by the word of the charter: asks guards for their votes, decides for what may have been
 * certified already, and has them vote once more. The proof is to be shown to whoever waits for the slot.
 */
export async function unlockSlot(
  parts: UnlockParts,
  slot: string,
  { signal, distrusted = new Set(), proofs = [] }: UnlockOptions,
): Promise<Ruling<Proof>> {
  const { federation, guards, signer } = parts;
  const recalled = await recallSlot(parts, slot, signal);
  if (recalled.proven !== undefined) return granted(recalled.proven.proof);
  const votes = recalled.told.filter(({ ballot }) => !distrusted.has(ballot.vote.by));
  const signed = await signUnlock(federation, votes, signer);
  if (!signed.ok) return signed;
  const request: GuardRequest = { ask: signed.value, proofs: [...proofs] };
  const dids = federation.constitution.guards;
  const replies = await Promise.allSettled(dids.map((guard) => guards.ask(guard, request, { signal })));
  signal.throwIfAborted();
  const answered = replies.flatMap((reply, index) =>
    reply.status === "fulfilled" ? [{ guard: dids[index] as Did, reply: reply.value }] : [],
  );
  const proof = proofAmong(parts, answered, { ...signed.value, slot });
  return proof === undefined
    ? refused({ code: "ECONOMICS_UNREACHABLE", answered: answered.length })
    : granted(proof);
}

/** The proof that some guard had, or that the new votes make. */
function proofAmong(
  parts: UnlockParts,
  answered: readonly { readonly guard: Did; readonly reply: GuardReply }[],
  { slot, body, terms = null }: Omit<UnlockAsk, "type" | "unlock"> & { readonly slot: string },
): Proof | undefined {
  const count = createVoteCount(parts.federation);
  for (const { guard, reply } of answered) {
    if (reply.type === "certified" && proofFor(parts, slot, reply.proof)) return reply.proof;
    if (reply.type !== "vote" || !isGenuine(parts, { guard, slot }, reply.ballot)) continue;
    const certificate = count.add(reply.ballot);
    if (certificate !== undefined) return proofOf(certificate, body, terms);
  }
  return undefined;
}

type UnlockAsk = Extract<GuardAsk, { readonly type: "unlock" }>;

/**
 * What to ask guards for, with the charter's signature: the one outcome that may have a quorum already, or else a
 * payment before anything else. Refused where these votes leave two possible, or are too few to tell.
 */
export async function signUnlock(
  federation: Federation,
  votes: readonly PromisedVote[],
  charter: Signer,
): Promise<Ruling<UnlockAsk>> {
  const { constitution, quorum, net } = federation;
  const chosen = chooseOutcome(votes, { guards: constitution.guards.length, quorum });
  if (chosen === undefined) return refused({ code: "ECONOMICS_UNREACHABLE", answered: votes.length });
  const { slot, outcome } = chosen.ballot;
  const unlock = await signRecord(
    unlockRecord,
    {
      t: "icn/unlock/1",
      net,
      by: charter.did,
      via: null,
      epoch: constitution.epoch,
      slot,
      outcome,
      votes: votes.map(({ ballot }) => ({ ...ballot.vote, outcome: ballot.outcome })),
    },
    charter,
  );
  const { bytes, sig } = unlock;
  return granted({
    type: "unlock",
    unlock: { body: bytes, sig },
    body: chosen.body,
    ...(chosen.terms === null ? {} : { terms: chosen.terms }),
  });
}
