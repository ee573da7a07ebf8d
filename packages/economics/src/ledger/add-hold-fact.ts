import type { Assignment, Cid, HoldId, Settlement } from "@icn-mesh/core";
import { holdSlot } from "@icn-mesh/core";
import { assignmentOf, linkOf, linkSlot, operationSlot, settlementSlot } from "../money-slot.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import type { Applied } from "./applied.ts";
import { type Books, openCredits } from "./books.ts";
import { creditsOfSettlement } from "./credits-of.ts";
import { addAssignment, closeHold, type HoldEntry, settleAssignment } from "./hold-entry.ts";
import { judgeAssignment } from "./judge-link.ts";

/** Adds a certified assignment to the chain of its hold. */
export function addAssignmentFact(
  books: Books,
  { cid, body }: { cid: Cid; body: Assignment },
): Ruling<Applied> {
  const hold = books.holds.get(holdSlot(body.hold));
  if (hold === undefined && isReceivedBack(books, body)) return granted({ type: "known" });
  if (hold?.assignments.has(cid)) return granted({ type: "known" });
  const judged = judgeAssignment(books.view, { body });
  if (!judged.ok) {
    const missing = missingFor(hold, judged.refusal);
    return missing === undefined ? judged : apart(missing);
  }
  if (hold === undefined) return apart(operationSlot(body.net, body.hold.account, body.hold.seq));
  addAssignment(hold, cid, body);
  books.holdOf.set(cid, hold);
  return granted({ type: "added" });
}

/** Adds a certified settlement: what it pays is open to its payees, even where the assignment is not known here. */
export function addSettlementFact(books: Books, settlement: Settlement): Ruling<Applied> {
  if (settlement.type === "close") return addClose(books, settlement);
  const cid = assignmentOf(settlement.slot);
  const hold = cid && books.holdOf.get(cid);
  const assignment = cid && hold?.assignments.get(cid);
  if (assignment?.settlement !== undefined) return granted({ type: "known" });
  if (!isWithin(settlement, assignment?.body.price)) return impossible();
  openCredits(books, creditsOfSettlement(settlement));
  if (hold === undefined || assignment === undefined) return apart(null);
  settleAssignment(hold, assignment, settlement);
  books.flows.burn(settlement.unit, settlement.taken - paidBy(settlement));
  return granted({ type: "added" });
}

function addClose(books: Books, settlement: Settlement): Ruling<Applied> {
  const link = linkOf(settlement.slot);
  if (link === undefined || !isWithin(settlement, undefined)) return impossible();
  const hold = books.holds.get(holdSlot(link.hold));
  if (hold === undefined) return addStrayClose(books, settlement, link.hold);
  if (hold.closed) return granted({ type: "known" });
  const missing = missingBefore(hold, link.seq);
  if (missing === undefined && !closes(hold, link.seq, settlement)) return impossible();
  openCredits(books, creditsOfSettlement(settlement));
  if (missing !== undefined) return apart(missing);
  closeHold(hold);
  return granted({ type: "added" });
}

/** The close of a hold that is not known: not yet, or no more. */
function addStrayClose(books: Books, settlement: Settlement, hold: HoldId): Ruling<Applied> {
  if (isReceivedBack(books, { hold })) return granted({ type: "known" });
  openCredits(books, creditsOfSettlement(settlement));
  return apart(operationSlot(books.view.federation.net, hold.account, hold.seq));
}

/** A close takes all that the settled assignments left. */
function closes(hold: HoldEntry, seq: number, { taken, unit }: Settlement): boolean {
  return hold.next === seq && hold.unit === unit && hold.amount - hold.committed === taken;
}

/** What guards knew when they certified an assignment that is refused here: earlier links, or what those have freed. */
function missingFor(hold: HoldEntry | undefined, because: ManaRefusal): string | undefined {
  if (because.code === "ECONOMICS_BEHIND") return because.slot;
  return because.code === "ECONOMICS_ABOVE_HOLD" && hold !== undefined ? unsettledIn(hold) : undefined;
}

function missingBefore(hold: HoldEntry, seq: number): string | undefined {
  return hold.next < seq ? linkSlot(hold.id, hold.next) : unsettledIn(hold);
}

function unsettledIn(hold: HoldEntry): string | undefined {
  const open = [...hold.assignments.values()].find(({ settlement }) => settlement === undefined);
  return open && settlementSlot(open.cid);
}

function isReceivedBack({ accounts }: Books, { hold }: Pick<Assignment, "hold">): boolean {
  return (accounts.get(hold.account)?.next ?? 0) > hold.seq;
}

function isWithin(settlement: Settlement, price: bigint | undefined): boolean {
  return paidBy(settlement) <= settlement.taken && (price === undefined || settlement.taken <= price);
}

/** What a settlement pays to anybody; what it takes beyond that is burned. */
function paidBy({ credits }: Settlement): bigint {
  return credits.reduce((sum, { amount }) => sum + amount, 0n);
}

function apart(missing: string | null): Ruling<Applied> {
  return granted({ type: "apart", missing });
}

/** No honest guard has voted for this. */
function impossible(): Ruling<never> {
  return refused({ code: "ECONOMICS_WRONG_EVIDENCE", because: "more than there is" });
}
