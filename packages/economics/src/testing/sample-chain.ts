import {
  type Action,
  type Assignment,
  assignmentRecord,
  type Cid,
  cidOf,
  type Deposit,
  type Did,
  depositRecord,
  type HoldId,
  type JobId,
  type Operation,
  operationRecord,
  type Settlement,
} from "@icn-mesh/core";
import type { LedgerView } from "../ledger/ledger-view.ts";
import type { MoneyFact } from "../ledger/money-fact.ts";
import { heldIn } from "../ledger/totals.ts";
import { linkSlot, settlementSlot } from "../money-slot.ts";

type Fact<Type extends MoneyFact["type"]> = Extract<MoneyFact, { type: Type }>;

/** An operation as the next one of its account, as if guards had certified it. */
export function sampleOperation(view: LedgerView, by: Did, actions: readonly Action[]): Fact<"operation"> {
  const account = view.account(by);
  const place = { seq: account?.next ?? 0, prev: account?.head ?? null };
  const body: Operation = {
    t: "icn/op/1",
    net: view.federation.net,
    by,
    via: null,
    ...place,
    do: [...actions],
  };
  return { type: "operation", cid: cidOf(operationRecord.codec.encode(body)), body };
}

/** A deposit of a number, as if guards had certified it. */
export function sampleDeposit(
  { federation }: LedgerView,
  account: Did,
  {
    amount,
    number = 0,
    unit = "mana",
  }: { readonly amount: bigint; readonly number?: number; readonly unit?: string },
): Fact<"deposit"> {
  const nonce = new Uint8Array(8);
  new DataView(nonce.buffer).setUint32(0, number);
  const by = federation.constitution.by;
  const body: Deposit = {
    t: "icn/deposit/1",
    net: federation.net,
    by,
    via: null,
    account,
    unit,
    amount,
    nonce,
    reason: "",
  };
  return { type: "deposit", cid: cidOf(depositRecord.codec.encode(body)), body };
}

/** An assignment as the next link of a hold, as if guards had certified it. */
export function sampleLink(
  view: LedgerView,
  hold: HoldId,
  { executor, price, job }: { readonly executor: Did; readonly price: bigint; readonly job: JobId },
): Fact<"assignment"> {
  const known = view.hold(hold);
  const body: Assignment = {
    t: "icn/assign/1",
    net: view.federation.net,
    by: hold.account,
    via: null,
    job,
    hold,
    seq: known?.next ?? 0,
    prev: known?.head ?? null,
    replica: 0,
    attempt: known?.next ?? 0,
    executor,
    bid: job as string as Cid,
    price,
    leaseMs: 1,
    claimBy: 1,
    resumeFrom: null,
    sealed: null,
  };
  return { type: "assignment", cid: cidOf(assignmentRecord.codec.encode(body)), body };
}

/** A settlement that takes an amount of an assignment and pays a part of it, as if guards had certified it. */
export function sampleSettlement(
  assignment: Cid,
  {
    to,
    taken,
    paid = taken,
    unit = "mana",
  }: { readonly to: Did; readonly taken: bigint; readonly paid?: bigint; readonly unit?: string },
): Fact<"settlement"> {
  const settlement: Settlement = {
    type: "pay",
    slot: settlementSlot(assignment),
    unit,
    taken,
    credits: [{ to, amount: paid }],
  };
  return { type: "settlement", settlement };
}

/** The close of a hold, as if guards had certified it. */
export function sampleClose(view: LedgerView, hold: HoldId): Fact<"settlement"> {
  const known = view.hold(hold);
  const rest = known === undefined ? 0n : heldIn(known);
  const slot = linkSlot(hold, known?.next ?? 0);
  return {
    type: "settlement",
    settlement: {
      type: "close",
      slot,
      unit: known?.unit ?? "mana",
      taken: rest,
      credits: [{ to: hold.account, amount: rest }],
    },
  };
}
