import type { Assignment, Close, Settlement } from "@icn-mesh/core";
import { linkSlot, operationSlot } from "../money-slot.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import type { Hold, LedgerView } from "./ledger-view.ts";

/** Whether an assignment is the next link of a hold that can still pay for it. */
export function judgeAssignment(view: LedgerView, { body }: { readonly body: Assignment }): Ruling<Hold> {
  const hold = holdFor(view, body);
  if (!hold.ok) return hold;
  const free = hold.value.amount - hold.value.committed;
  if (body.job !== hold.value.job) return refused({ code: "ECONOMICS_WRONG_JOB" });
  if (body.price > free) return refused({ code: "ECONOMICS_ABOVE_HOLD", free });
  if (body.claimBy > hold.value.expiresAt) return refused({ code: "ECONOMICS_CLAIM_OUT_OF_REACH" });
  return hold;
}

/** What closing a hold pays out: all that no assignment took goes back to the account, even if that is nothing. */
export function judgeClose(view: LedgerView, body: Close): Ruling<Settlement> {
  const hold = holdFor(view, body);
  if (!hold.ok) return hold;
  const { id, unit, amount, committed, open } = hold.value;
  if (open > 0) return refused({ code: "ECONOMICS_STILL_OPEN" });
  const rest = amount - committed;
  const credits = [{ to: id.account, amount: rest }];
  return granted({ type: "close", slot: linkSlot(id, body.seq), unit, taken: rest, credits });
}

function holdFor(view: LedgerView, link: Assignment | Close): Ruling<Hold> {
  if (link.net !== view.federation.net) return refused({ code: "ECONOMICS_FOREIGN", what: "network" });
  const hold = view.hold(link.hold);
  if (hold === undefined) return refused(unknownHold(view, link));
  const slot = linkSlot(link.hold, link.seq);
  if (link.seq > hold.next)
    return refused({ code: "ECONOMICS_BEHIND", slot: linkSlot(link.hold, hold.next) });
  if (link.seq < hold.next) return refused({ code: "ECONOMICS_STALE", slot });
  if (hold.closed) return refused({ code: "ECONOMICS_HOLD_CLOSED" });
  return link.prev === hold.head ? granted(hold) : refused({ code: "ECONOMICS_STALE", slot });
}

/** A hold that its account has received back is forgotten; one that the account never made cannot be waited for. */
function unknownHold(view: LedgerView, { hold }: Assignment | Close): ManaRefusal {
  const known = (view.account(hold.account)?.next ?? 0) > hold.seq;
  return known
    ? { code: "ECONOMICS_HOLD_CLOSED" }
    : { code: "ECONOMICS_BEHIND", slot: operationSlot(view.federation.net, hold.account, hold.seq) };
}
