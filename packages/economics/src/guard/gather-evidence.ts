import type { AnyBody, Cid, Commit, ExecutionReceipt, Signed } from "@icn-mesh/core";
import type { CertifiedAssignment, Hold } from "../ledger/ledger-view.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import type { ShownReplica, ShownWord, WorkEvidence } from "../settlement/judge.ts";
import type { GuardParts } from "./guard-parts.ts";
import { isWord, type Word } from "./showings.ts";
import { termsOf } from "./terms-of.ts";

/** An assignment with what is shown about it now, and whether whoever shows it pays for it. */
export interface ShownNow {
  readonly assignment: CertifiedAssignment;
  readonly hold: Hold;
  readonly shown: readonly Signed<AnyBody>[];
  readonly isPayer: boolean;
}

/** All that this guard knows about the work of an assignment: what was shown before, and what is shown now. */
export async function gatherEvidence(parts: GuardParts, at: ShownNow): Promise<Ruling<WorkEvidence>> {
  const { assignment } = at;
  const known = await termsOf(parts, assignment);
  if (known === undefined) return refused({ code: "ECONOMICS_UNKNOWN_ASSIGNMENT" });
  const { terms, since } = known;
  const now = parts.clock.now();
  const shown = await shownWord(parts, at, now);
  const isQuorum = terms.job.body.verification.type === "quorum";
  return granted({
    job: terms.job,
    bid: terms.bid,
    assignment,
    terms: parts.federation.constitution,
    now,
    knownSince: since,
    shown,
    holdsOutputs: await holdsOutputs(parts, shown),
    quorum: isQuorum ? await gatherReplicas(parts, at) : null,
  });
}

/** What was shown first counts, unless the payer shows another word of the executor: that one it agrees to. */
async function shownWord(
  parts: GuardParts,
  { assignment, shown, isPayer }: ShownNow,
  now: number,
): Promise<ShownWord | null> {
  const before = await parts.showings.word(assignment.cid);
  const current = wordAmong(shown, assignment.cid);
  if (current === undefined)
    return before === undefined ? null : { fact: before.signed, isByPayer: false, at: before.at };
  if (before === undefined) return { fact: current, isByPayer: isPayer, at: now };
  if (before.signed.cid === current.cid) return { fact: current, isByPayer: isPayer, at: before.at };
  return isPayer
    ? { fact: current, isByPayer: true, at: now }
    : { fact: before.signed, isByPayer: false, at: before.at };
}

function wordAmong(shown: readonly Signed<AnyBody>[], assignment: Cid): Word | undefined {
  return shown.filter(isWord).find(({ body }) => body.assignment === assignment);
}

async function holdsOutputs(parts: GuardParts, shown: ShownWord | null): Promise<boolean> {
  if (shown === null || shown.isByPayer || shown.fact.body.t !== "icn/receipt/1") return false;
  return parts.holdsOutputs(shown.fact.body);
}

async function gatherReplicas(parts: GuardParts, { hold, shown }: ShownNow): Promise<WorkEvidence["quorum"]> {
  const all = [...hold.assignments.values()];
  const revealedNow = shown.some(({ body }) => body.t === "icn/commits/1");
  return {
    replicas: await Promise.all(all.map((assignment) => replicaOf(parts, assignment, shown))),
    revealed: revealedNow || (await parts.showings.isRevealed(hold.job)),
  };
}

async function replicaOf(
  { showings }: GuardParts,
  assignment: CertifiedAssignment,
  shown: readonly Signed<AnyBody>[],
): Promise<ShownReplica> {
  const { cid, settlement } = assignment;
  const word = wordAmong(shown, cid) ?? (await showings.word(cid))?.signed;
  return {
    assignment,
    commit: commitAmong(shown, cid) ?? (await showings.commit(cid)) ?? null,
    receipt: word !== undefined && isReceipt(word) ? word : null,
    isOver: settlement !== undefined,
  };
}

function commitAmong(shown: readonly Signed<AnyBody>[], assignment: Cid): Commit | undefined {
  const bodies = shown.map(({ body }) => body);
  return bodies.filter((body) => body.t === "icn/commit/1").find((body) => body.assignment === assignment);
}

function isReceipt(word: Word): word is Signed<ExecutionReceipt> {
  return word.body.t === "icn/receipt/1";
}
