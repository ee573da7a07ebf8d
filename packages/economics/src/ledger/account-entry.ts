import { type Cid, type Did, holdSlot, type JobId } from "@icn-mesh/core";
import { creditKey } from "../money-slot.ts";
import type { Account, Balance, Held } from "./ledger-view.ts";
import type { OperationEffect, Step } from "./operation-effect.ts";
import { EMPTY_BALANCE } from "./spend.ts";

/** An account as the ledger keeps it. */
export interface AccountEntry extends Account {
  next: number;
  head: Cid | null;
  regenerated: number;
  heldGrant: bigint;
  readonly balances: Map<string, Balance>;
  readonly held: Map<string, Held>;
  readonly heldJobs: Set<JobId>;
  readonly consumed: Set<string>;
}

/** An account that has done nothing. */
export function newAccountEntry(did: Did): AccountEntry {
  return {
    did,
    next: 0,
    head: null,
    balances: new Map(),
    regenerated: -1,
    heldGrant: 0n,
    held: new Map(),
    heldJobs: new Set(),
    consumed: new Set(),
  };
}

/** Moves an account on by an operation that was judged for it. */
export function addOperation(entry: AccountEntry, { cid, steps }: OperationEffect): void {
  for (const step of steps) addStep(entry, step);
  entry.next += 1;
  entry.head = cid;
}

function addStep(entry: AccountEntry, step: Step): void {
  const { action, unit } = step;
  const { grant, earned } = entry.balances.get(unit) ?? EMPTY_BALANCE;
  entry.balances.set(unit, { grant: grant + step.grant, earned: earned + step.earned });
  if (action.type === "regenerate") entry.regenerated = action.epoch;
  if (action.type === "receive") entry.consumed.add(creditKey(action.slot, action.index));
  if (step.restOf !== undefined) takeBack(entry, step.restOf);
  if (action.type !== "hold") return;
  const id = holdSlot({ account: entry.did, seq: entry.next, index: step.index });
  entry.held.set(id, { job: action.job, unit, amount: action.amount, grant: -step.grant });
  entry.heldJobs.add(action.job);
  entry.heldGrant -= step.grant;
}

function takeBack(entry: AccountEntry, hold: string): void {
  const held = entry.held.get(hold);
  if (held === undefined) return;
  entry.held.delete(hold);
  entry.heldJobs.delete(held.job);
  entry.heldGrant -= held.grant;
}
