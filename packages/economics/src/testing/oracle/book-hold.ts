import { type Cid, holdSlot, type Settlement } from "@icn-mesh/core";
import type { MoneyFact } from "../../ledger/money-fact.ts";
import { type BookState, flow, type HoldBook, openCredit } from "./book-state.ts";

/** Adds a certified assignment to its hold, and reports what it should not have been. */
export function bookAssignment(
  { holds, assignments, report }: BookState,
  { cid, body }: Extract<MoneyFact, { type: "assignment" }>,
): void {
  const id = holdSlot(body.hold);
  const hold = holds.get(id);
  if (hold === undefined) {
    report("I-03", `${cid} is of no certified hold`);
    return;
  }
  if (hold.closes > 0) report("I-04", `${cid} is assigned after the end of its hold`);
  if (hold.next !== body.seq) report("I-03", `link ${body.seq} of ${id} follows ${hold.next - 1}`);
  hold.next = body.seq + 1;
  hold.open.set(cid, body.price);
  assignments.set(cid, { body, hold, settlement: undefined });
  const promised = [...hold.open.values()].reduce((sum, price) => sum + price, hold.taken);
  if (promised > hold.amount) report("I-06", `${id} promises ${promised} of ${hold.amount}`);
}

/** Pays what a certified settlement says, out of the hold that it is about. */
export function bookSettlement(state: BookState, settlement: Settlement): void {
  const { report } = state;
  const { slot, taken, unit, type, credits } = settlement;
  const hold = type === "close" ? close(state, settlement) : settleAssignment(state, settlement);
  if (hold === undefined) return;
  if (unit !== hold.unit) report("I-01", `${slot} pays another unit than it holds`);
  const restOf = type === "close" ? hold : undefined;
  for (const [index, { to, amount }] of credits.entries())
    openCredit(state, `${slot}#${index}`, { to, unit, amount, hold: restOf });
  const paid = credits.reduce((sum, { amount }) => sum + amount, 0n);
  if (paid > taken) report("I-06", `${slot} pays ${paid} out of ${taken}`);
  hold.taken += taken;
  flow(state, `burned ${unit}`, taken - paid);
  if (hold.taken > hold.amount) report("I-06", `${slot} makes it ${hold.taken} of ${hold.amount}`);
}

function settleAssignment({ assignments, report }: BookState, settlement: Settlement): HoldBook | undefined {
  const cid = assignmentIn(settlement);
  const assignment = assignments.get(cid);
  if (assignment === undefined) {
    report("I-07", `${cid} is settled and was never certified`);
    return undefined;
  }
  const { hold, body } = assignment;
  if (assignment.settlement !== undefined) report("I-04", `${cid} is settled twice`);
  if (settlement.taken > body.price) report("I-06", `${cid} costs ${settlement.taken} of ${body.price}`);
  assignment.settlement = settlement;
  hold.open.delete(cid);
  return hold;
}

function close({ holds, report }: BookState, { slot, taken, credits }: Settlement): HoldBook | undefined {
  const hold = holds.get(slot.split(" ")[1] ?? "");
  if (hold === undefined) {
    report("I-04", `${slot} closes no certified hold`);
    return undefined;
  }
  hold.closes += 1;
  if (hold.closes > 1) report("I-04", `${slot} closes it again`);
  if (hold.open.size > 0) report("I-07", `${slot} closes it while work is open`);
  const isWhole = taken === hold.amount - hold.taken && credits.every(({ to }) => to === hold.account);
  if (!isWhole) report("I-07", `${slot} does not return the rest to its account`);
  return hold;
}

/** The assignment that a settlement is about, as its slot names it. */
export function assignmentIn({ slot }: Settlement): Cid {
  return slot.split(" ")[1] as Cid;
}
