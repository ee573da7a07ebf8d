import type { AnyBody, Cid, Did, Embedded, Signed } from "@icn-mesh/core";
import type { CertifiedAssignment, Hold } from "../ledger/ledger-view.ts";
import { settlementSlot } from "../money-slot.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import type { WorkEvidence } from "../settlement/judge.ts";
import { settle } from "../settlement/settle.ts";
import { gatherEvidence } from "./gather-evidence.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type GuardReply, refusal } from "./guard-reply.ts";
import type { GuardAsk } from "./guard-request.ts";
import { verifyAll } from "./read-asked.ts";
import { isWord, readShown } from "./showings.ts";
import { answerPast, voteFor } from "./vote-for.ts";

/**
 * Takes note of what is shown about an assignment and votes for what that comes to by the judge's rules. `from` is
 * the account that asks, as the transport has authenticated it: what the payer shows itself, it agrees to.
 */
export async function answerSettle(
  parts: GuardParts,
  ask: Extract<GuardAsk, { type: "settle" }>,
  from: Did,
): Promise<GuardReply> {
  const { ledger, federation, verifier } = parts;
  const slot = settlementSlot(ask.assignment);
  const assignment = ledger.assignment(ask.assignment);
  const hold = assignment && ledger.hold(assignment.body.hold);
  if (assignment === undefined || hold === undefined || assignment.settlement !== undefined) {
    return answerPast(parts, {
      slot,
      outcome: null,
      signed: null,
      because: { code: "ECONOMICS_UNKNOWN_ASSIGNMENT" },
    });
  }
  if (!isParty(assignment, hold, from)) return refusal({ code: "ECONOMICS_NOT_PARTY" });
  const shown = readAllShown(parts, ask.shown);
  if (!shown.ok) return refusal(shown.refusal);
  const verified = await verifyAll(verifier, shown.value);
  if (!verified.ok) return refusal(verified.refusal);
  const misplaced = shown.value.find((each) => placeOf(parts, hold, each) === undefined);
  if (misplaced !== undefined)
    return refusal({ code: "ECONOMICS_WRONG_EVIDENCE", because: "other-assignment" });

  const evidence = await gatherEvidence(parts, {
    assignment,
    hold,
    shown: shown.value,
    isPayer: isPayer(assignment, hold, from),
  });
  if (!evidence.ok) return refusal(evidence.refusal);
  const outcome = settle(federation, evidence.value, parts.judge(evidence.value));
  if (!outcome.ok) {
    await keepShown(parts, hold, { shown: shown.value, evidence: evidence.value });
    return refusal(outcome.refusal);
  }
  const settlement = outcome.value;
  const blocks = shown.value;
  return voteFor(parts, {
    fact: { type: "settlement", settlement },
    outcome: settlement,
    signed: null,
    blocks,
  });
}

function readAllShown(
  { federation }: GuardParts,
  records: readonly Embedded[],
): Ruling<readonly Signed<AnyBody>[]> {
  const all: Signed<AnyBody>[] = [];
  for (const record of records) {
    const read = readShown(record, federation);
    if (!read.ok) return refused(read.refusal);
    all.push(read.value);
  }
  return granted(all);
}

/** Only what was not settled at once has to be remembered, with the time at which it was shown. */
async function keepShown(
  parts: GuardParts,
  hold: Hold,
  { shown, evidence }: { readonly shown: readonly Signed<AnyBody>[]; readonly evidence: WorkEvidence },
): Promise<void> {
  const placed = shown.flatMap((signed) => {
    const name = placeOf(parts, hold, signed);
    return name === undefined ? [] : [{ name, signed }];
  });
  await parts.showings.keep(placed, evidence.now);
}

/** Where a showing belongs; undefined if it is about no open assignment of this hold, or not by who has to sign it. */
function placeOf({ names }: GuardParts, hold: Hold, signed: Signed<AnyBody>): string | undefined {
  const { body } = signed;
  if (body.t === "icn/commits/1")
    return body.job === hold.job && managesIn(hold, body.by) ? names.reveal(body.job) : undefined;
  if (body.t === "icn/commit/1")
    return isByExecutor(hold, body.assignment, body.by) ? names.commit(body.assignment) : undefined;
  if (!isWord(signed)) return undefined;
  const { assignment, by } = signed.body;
  return isByExecutor(hold, assignment, by) ? names.shown(assignment) : undefined;
}

function isByExecutor(hold: Hold, assignment: Cid, by: Did): boolean {
  return hold.assignments.get(assignment)?.body.executor === by;
}

function managesIn(hold: Hold, did: Did): boolean {
  return [...hold.assignments.values()].some(({ body }) => body.by === did);
}

function isParty({ body }: CertifiedAssignment, { id }: Hold, did: Did): boolean {
  return did === body.by || did === body.executor || did === id.account;
}

/** An executor that is its own manager shows as an executor. */
function isPayer({ body }: CertifiedAssignment, { id }: Hold, did: Did): boolean {
  return did !== body.executor && (did === body.by || did === id.account);
}
