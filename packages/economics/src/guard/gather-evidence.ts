import { type ExecutionReceipt, type Job, replicaCount, type Signed } from "@icn-mesh/core";
import type { CertifiedAssignment } from "../ledger/ledger-view.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import type { ShownReplica, ShownWord, WorkEvidence } from "../settlement/judge.ts";
import type { GuardParts } from "./guard-parts.ts";
import type { Claim } from "./read-claim.ts";
import { isWord, type Word } from "./showings.ts";
import { termsOf } from "./terms-of.ts";

/** All that this guard knows about the work of an assignment: what was shown before, and what is shown now. */
export async function gatherEvidence(parts: GuardParts, claim: Claim): Promise<Ruling<WorkEvidence>> {
  const { assignment } = claim;
  const known = await termsOf(parts, assignment);
  if (known === undefined) return refused({ code: "ECONOMICS_UNKNOWN_ASSIGNMENT" });
  const { terms, since } = known;
  const now = parts.clock.now();
  const isQuorum = terms.job.body.verification.type === "quorum";
  // What one replica shows counts for all others, also where it settles this one at once.
  if (isQuorum) await keepClaim(parts, claim, now);
  const shown = await shownWord(parts, claim, now);
  return granted({
    job: terms.job,
    bid: terms.bid,
    assignment,
    terms: parts.federation.constitution,
    now,
    knownSince: since,
    shown,
    holdsOutputs: await holdsOutputs(parts, shown, terms.job.body),
    quorum: isQuorum ? await gatherReplicas(parts, claim, replicaCount(terms.job.body)) : null,
  });
}

/** Remembers what was shown, with the time at which it was shown first. */
export function keepClaim({ showings }: GuardParts, { shown }: Claim, at: number): Promise<void> {
  return showings.keep(shown, at);
}

/** What was shown first counts, unless the payer shows another word of the executor: that one it agrees to. */
async function shownWord(
  parts: GuardParts,
  { assignment, shown, isPayer }: Claim,
  now: number,
): Promise<ShownWord | null> {
  const before = await parts.showings.word(assignment.cid);
  const current = wordAmong(shown, assignment);
  if (current === undefined)
    return before === undefined ? null : { fact: before.signed, isByPayer: false, at: before.at };
  if (before === undefined) return { fact: current, isByPayer: isPayer, at: now };
  if (before.signed.cid === current.cid) return { fact: current, isByPayer: isPayer, at: before.at };
  return isPayer
    ? { fact: current, isByPayer: true, at: now }
    : { fact: before.signed, isByPayer: false, at: before.at };
}

function wordAmong(shown: Claim["shown"], { cid }: CertifiedAssignment): Word | undefined {
  return shown
    .map(({ signed }) => signed)
    .filter(isWord)
    .find(({ body }) => body.assignment === cid);
}

async function holdsOutputs(parts: GuardParts, shown: ShownWord | null, job: Job): Promise<boolean> {
  if (shown === null || shown.isByPayer || shown.fact.body.t !== "icn/receipt/1") return false;
  return parts.holdsOutputs(shown.fact.body, job);
}

async function gatherReplicas(
  parts: GuardParts,
  { hold }: Claim,
  replicas: number,
): Promise<WorkEvidence["quorum"]> {
  const all = [...hold.assignments.values()];
  const reveal = await parts.showings.reveal(hold.job);
  const commitEnd = reveal?.at ?? Number.POSITIVE_INFINITY;
  return {
    // A replica that was drawn after the others were revealed cannot have committed before.
    replicas: await Promise.all(
      all.map((each) =>
        replicaOf(parts, each, each.body.replica < replicas ? commitEnd : Number.POSITIVE_INFINITY),
      ),
    ),
    revealed: reveal !== undefined,
  };
}

/** Who commits when the others have been shown may have copied. */
async function replicaOf(
  { showings }: GuardParts,
  assignment: CertifiedAssignment,
  commitEnd: number,
): Promise<ShownReplica> {
  const { cid, settlement } = assignment;
  const [commit, word] = await Promise.all([showings.commit(cid), showings.word(cid)]);
  return {
    assignment,
    commit: commit !== undefined && commit.at <= commitEnd ? commit.body : null,
    receipt: word !== undefined && isReceipt(word.signed) ? word.signed : null,
    isOver: settlement !== undefined,
  };
}

function isReceipt(word: Word): word is Signed<ExecutionReceipt> {
  return word.body.t === "icn/receipt/1";
}
