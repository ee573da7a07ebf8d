import type { Assignment, Cid, Deposit, Operation, Settlement } from "@icn-mesh/core";
import { depositRecord } from "@icn-mesh/core";
import { linkSlot, operationSlot } from "../money-slot.ts";

/** What fills a slot of money: a body, or a settlement that guards computed. */
export type MoneyFact =
  | { readonly type: "operation"; readonly cid: Cid; readonly body: Operation }
  | { readonly type: "assignment"; readonly cid: Cid; readonly body: Assignment }
  | { readonly type: "deposit"; readonly cid: Cid; readonly body: Deposit }
  | { readonly type: "settlement"; readonly settlement: Settlement };

/** The slot that a fact fills. */
export function slotOfFact(fact: MoneyFact): string {
  switch (fact.type) {
    case "operation":
      return operationSlot(fact.body.net, fact.body.by, fact.body.seq);
    case "assignment":
      return linkSlot(fact.body.hold, fact.body.seq);
    case "deposit":
      return depositRecord.slotOf(fact.body, fact.cid);
    case "settlement":
      return fact.settlement.slot;
  }
}
