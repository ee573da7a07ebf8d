import type { Action, Cid, Operation } from "@icn-mesh/core";
import { MANA } from "../federation.ts";
import { creditKey, operationSlot } from "../money-slot.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import { type AccountDraft, createAccountDraft } from "./account-draft.ts";
import { newAccountEntry } from "./account-entry.ts";
import type { Account, LedgerView } from "./ledger-view.ts";
import type { OperationEffect, Step } from "./operation-effect.ts";
import { returnRest, spendAny, spendEarned } from "./spend.ts";

/**
 * Whether an operation is the next link of its account's chain and every action in it can be paid. It follows from
 * the certified chain and the certified credits alone, so that all who know them agree, whenever they are asked.
 */
export function judgeOperation(
  view: LedgerView,
  operation: { readonly cid: Cid; readonly body: Operation },
): Ruling<OperationEffect> {
  const { cid, body } = operation;
  const account = view.account(body.by);
  const misplaced = misplacedIn(view, account, body);
  if (misplaced !== undefined) return refused(misplaced);
  const draft = createAccountDraft(account ?? newAccountEntry(body.by));
  const steps: Step[] = [];
  for (const [index, action] of body.do.entries()) {
    const step = judgeAction(view, draft, { action, index });
    if (!step.ok) return step;
    draft.add(step.value);
    steps.push(step.value);
  }
  return granted({ cid, body, steps });
}

function misplacedIn(
  view: LedgerView,
  account: Account | undefined,
  body: Operation,
): ManaRefusal | undefined {
  if (body.net !== view.federation.net) return { code: "ECONOMICS_FOREIGN", what: "network" };
  const next = account?.next ?? 0;
  if (body.seq > next) return { code: "ECONOMICS_BEHIND", slot: operationSlot(body.net, body.by, next) };
  if (account === undefined && !body.do.some(opensAccount)) return { code: "ECONOMICS_UNKNOWN_ACCOUNT" };
  const follows = body.seq === next && body.prev === (account?.head ?? null);
  return follows ? undefined : { code: "ECONOMICS_STALE", slot: operationSlot(body.net, body.by, body.seq) };
}

function opensAccount({ type }: Action): boolean {
  return type === "receive" || type === "regenerate";
}

/** An action at its place in an operation. */
export interface Placed<Kind extends Action = Action> {
  readonly action: Kind;
  readonly index: number;
}
type Of<Type extends Action["type"]> = Extract<Action, { type: Type }>;

/** What one more action does to an account that the draft stands for. */
export function judgeAction(view: LedgerView, draft: AccountDraft, { action, index }: Placed): Ruling<Step> {
  switch (action.type) {
    case "transfer":
      return pay(view, draft, { action, index });
    case "burn":
      return pay(view, draft, { action, index });
    case "hold":
      return hold(view, draft, { action, index });
    case "receive":
      return receive(view, draft, { action, index });
    case "regenerate":
      return regenerate(view, draft, { action, index });
  }
}

function pay(
  view: LedgerView,
  draft: AccountDraft,
  { action, index }: Placed<Of<"transfer" | "burn" | "hold">>,
): Ruling<Step> {
  const { unit, amount } = action;
  if (amount <= 0n) return refused({ code: "ECONOMICS_BAD_AMOUNT", index });
  if (view.federation.unit(unit) === undefined) return refused({ code: "ECONOMICS_WRONG_UNIT", unit });
  const spend = action.type === "transfer" ? spendEarned : spendAny;
  const parts = spend(draft.balance(unit), unit, amount);
  if (!parts.ok) return parts;
  return granted({ action, index, unit, grant: -parts.value.grant, earned: -parts.value.earned });
}

function hold(view: LedgerView, draft: AccountDraft, placed: Placed<Of<"hold">>): Ruling<Step> {
  const { unit, amount, job } = placed.action;
  const { minBudget } = view.federation.constitution;
  if (draft.holdsFor(job)) return refused({ code: "ECONOMICS_JOB_HELD" });
  if (unit === MANA && amount > 0n && amount < minBudget)
    return refused({ code: "ECONOMICS_BELOW_MIN_BUDGET", min: minBudget });
  return pay(view, draft, placed);
}

function receive(
  view: LedgerView,
  draft: AccountDraft,
  { action, index }: Placed<Of<"receive">>,
): Ruling<Step> {
  const { slot, index: of } = action;
  if (draft.hasConsumed(creditKey(slot, of)))
    return refused({ code: "ECONOMICS_CREDIT_CONSUMED", slot, index: of });
  const credit = view.credit(slot, of);
  if (credit === undefined) return refused({ code: "ECONOMICS_BEHIND", slot });
  if (credit.to !== draft.did) return refused({ code: "ECONOMICS_NOT_PAYEE" });
  const { unit, amount, restOf } = credit;
  if (restOf === undefined) return granted({ action, index, unit, grant: 0n, earned: amount });
  const held = draft.held(restOf);
  if (held === undefined) return refused({ code: "ECONOMICS_BEHIND", slot });
  const back = returnRest(held, amount);
  return granted({ action, index, unit, grant: back.grant, earned: back.earned, restOf });
}

function regenerate(
  view: LedgerView,
  draft: AccountDraft,
  { action, index }: Placed<Of<"regenerate">>,
): Ruling<Step> {
  const { rate, cap } = view.federation.constitution.mint;
  const { epoch } = action;
  if (view.federation.unit(MANA) === undefined) return refused({ code: "ECONOMICS_WRONG_UNIT", unit: MANA });
  if (epoch <= draft.regenerated) return refused({ code: "ECONOMICS_WRONG_EPOCH", epoch: draft.regenerated });
  const room = cap - draft.balance(MANA).grant - draft.heldGrant;
  if (room <= 0n || rate === 0n) return refused({ code: "ECONOMICS_AT_CAP" });
  return granted({ action, index, unit: MANA, grant: room < rate ? room : rate, earned: 0n });
}
