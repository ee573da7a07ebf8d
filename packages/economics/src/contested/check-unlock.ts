import type { Settlement, StuckVote, Unlock, Verifier } from "@icn-mesh/core";
import { outcomeKey } from "../certificate/outcome-key.ts";
import { factOf } from "../certificate/proof.ts";
import { claimOfBallot } from "../certificate/vote-claim.ts";
import type { Federation } from "../federation.ts";
import { judgeDeposit } from "../ledger/judge-deposit.ts";
import { judgeAssignment } from "../ledger/judge-link.ts";
import { judgeOperation } from "../ledger/judge-operation.ts";
import type { LedgerView } from "../ledger/ledger-view.ts";
import type { MoneyFact } from "../ledger/money-fact.ts";
import { assignmentOf, linkOf } from "../money-slot.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";

/** What an unlocking is checked against. */
export interface UnlockContext {
  readonly federation: Federation;
  readonly verifier: Verifier;
  readonly view: LedgerView;
}

/**
 * Whether the charter may decide a slot: it shows votes of guards by which no other outcome can reach a quorum, and
 * decides for something that the rules allow. It answers for no guard having voted twice.
 */
export function checkUnlock(
  context: UnlockContext,
  unlock: Unlock,
  body: Uint8Array | null,
): Ruling<MoneyFact> {
  const { federation, view } = context;
  if (!federation.isCharter(unlock.by)) return refused({ code: "ECONOMICS_NOT_CHARTER" });
  if (unlock.epoch !== federation.constitution.epoch)
    return refused({ code: "ECONOMICS_FOREIGN", what: "epoch" });
  const fact = factOf(unlock, body);
  if (!fact.ok) return fact;
  const fault = faultInVotes(context, unlock) ?? inadmissible(view, fact.value);
  return fault === undefined ? fact : refused(fault);
}

function faultInVotes({ federation, verifier }: UnlockContext, unlock: Unlock): ManaRefusal | undefined {
  const { slot, votes, outcome } = unlock;
  const guards = new Set(votes.map(({ by }) => by));
  const isSound =
    guards.size === votes.length && votes.every(({ by, ballot }) => federation.isGuard(by) && ballot === 0);
  if (federation.constitution.contested !== "charter" || !isSound)
    return { code: "ECONOMICS_NOT_CONTESTED", slot };
  const claims = votes.map((vote) => claimOfBallot(federation, { slot, outcome: vote.outcome, vote }));
  const forged = claims.find((claim) => !verifier.verify(claim));
  if (forged !== undefined) return { code: "ECONOMICS_BAD_SIGNATURE", by: forged.by };
  const unheard = federation.constitution.guards.length - votes.length;
  const rivals = rivalsOf(votes, outcomeKey(outcome));
  const isStuck = unheard < federation.quorum && rivals.every((count) => count + unheard < federation.quorum);
  return isStuck ? undefined : { code: "ECONOMICS_NOT_CONTESTED", slot };
}

/** How many votes each other outcome has. */
function rivalsOf(votes: readonly StuckVote[], decided: string): readonly number[] {
  const groups = Map.groupBy(votes, ({ outcome }) => outcomeKey(outcome));
  return [...groups].filter(([key]) => key !== decided).map(([, { length }]) => length);
}

/** The charter settles who was first, not what anybody owns. */
function inadmissible(view: LedgerView, fact: MoneyFact): ManaRefusal | undefined {
  const ruling = rulingOn(view, fact);
  return ruling.ok ? undefined : ruling.refusal;
}

function rulingOn(view: LedgerView, fact: MoneyFact): Ruling<unknown> {
  switch (fact.type) {
    case "operation":
      return judgeOperation(view, fact);
    case "assignment":
      return judgeAssignment(view, fact);
    case "deposit":
      return judgeDeposit(view.federation, fact.body);
    case "settlement":
      return fact.settlement.type === "close"
        ? rulingOnClose(view, fact.settlement)
        : rulingOnSettlement(view, fact.settlement);
  }
}

function rulingOnSettlement(view: LedgerView, { slot, taken, credits }: Settlement): Ruling<unknown> {
  const cid = assignmentOf(slot);
  const assignment = cid && view.assignment(cid);
  const paid = credits.reduce((sum, { amount }) => sum + amount, 0n);
  const isWithin = assignment !== undefined && paid <= taken && taken <= assignment.body.price;
  return isWithin ? granted(null) : refused({ code: "ECONOMICS_UNKNOWN_ASSIGNMENT" });
}

function rulingOnClose(view: LedgerView, { slot, taken, credits }: Settlement): Ruling<unknown> {
  const link = linkOf(slot);
  const hold = link && view.hold(link.hold);
  if (hold === undefined || hold.closed || hold.next !== link?.seq)
    return refused({ code: "ECONOMICS_HOLD_CLOSED" });
  if (hold.open > 0) return refused({ code: "ECONOMICS_STILL_OPEN" });
  const [credit] = credits;
  const isRest = taken === hold.amount - hold.committed && credits.length === 1 && credit?.amount === taken;
  return isRest && credit?.to === hold.id.account ? granted(null) : refused({ code: "ECONOMICS_NOT_PAYEE" });
}
