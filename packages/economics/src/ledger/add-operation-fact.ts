import type { Deposit } from "@icn-mesh/core";
import { operationSlot } from "../money-slot.ts";
import { granted, type Ruling } from "../refusal.ts";
import { addOperation, newAccountEntry } from "./account-entry.ts";
import type { Applied } from "./applied.ts";
import { type Books, dropHold, openCredits, openHolds } from "./books.ts";
import { creditsOfOperation } from "./credits-of.ts";
import { holdsOf } from "./hold-entry.ts";
import { judgeOperation } from "./judge-operation.ts";
import type { MoneyFact } from "./money-fact.ts";
import type { OperationEffect, Step } from "./operation-effect.ts";

/** Adds a certified operation: its account moves on, and its holds and credits are open. */
export function addOperationFact(
  books: Books,
  fact: Extract<MoneyFact, { type: "operation" }>,
): Ruling<Applied> {
  const { body } = fact;
  if ((books.accounts.get(body.by)?.next ?? 0) > body.seq) return granted({ type: "known" });
  const judged = judgeOperation(books.view, fact);
  if (!judged.ok && judged.refusal.code !== "ECONOMICS_BEHIND") return judged;
  const slot = operationSlot(body.net, body.by, body.seq);
  openHolds(books, holdsOf(body));
  openCredits(books, creditsOfOperation(slot, body));
  if (!judged.ok)
    return granted({ type: "apart", missing: "slot" in judged.refusal ? judged.refusal.slot : null });
  moveOn(books, judged.value);
  return granted({ type: "added" });
}

/** Adds a certified deposit: a credit out of nowhere. */
export function addDepositFact(books: Books, body: Deposit, slot: string): Ruling<Applied> {
  if (books.deposits.has(slot)) return granted({ type: "known" });
  books.deposits.add(slot);
  books.flows.mint(body.unit, body.amount);
  openCredits(books, [{ slot, index: 0, to: body.account, unit: body.unit, amount: body.amount }]);
  return granted({ type: "added" });
}

function moveOn(books: Books, effect: OperationEffect): void {
  const { by } = effect.body;
  const entry = books.accounts.get(by) ?? newAccountEntry(by);
  books.accounts.set(by, entry);
  addOperation(entry, effect);
  for (const step of effect.steps) settleStep(books, step);
}

function settleStep(books: Books, { action, unit, grant, restOf }: Step): void {
  if (action.type === "receive") books.credits.close(action.slot, action.index);
  if (restOf !== undefined) dropHold(books, restOf);
  if (action.type === "regenerate") books.flows.mint(unit, grant);
  if (action.type === "burn") books.flows.burn(unit, action.amount);
}
