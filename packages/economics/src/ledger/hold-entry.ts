import {
  type Assignment,
  type Cid,
  type HoldId,
  holdSlot,
  type JobId,
  type Operation,
  type Settlement,
} from "@icn-mesh/core";
import type { CertifiedAssignment, Hold } from "./ledger-view.ts";

/** A hold as the ledger keeps it. */
export interface HoldEntry extends Hold {
  next: number;
  head: Cid | null;
  committed: bigint;
  open: number;
  closed: boolean;
  readonly assignments: Map<Cid, CertifiedAssignment>;
}

/** The holds that an operation makes, by `holdSlot`. */
export function holdsOf({ by, seq, do: actions }: Operation): ReadonlyMap<string, HoldEntry> {
  const holds = new Map<string, HoldEntry>();
  for (const [index, action] of actions.entries()) {
    if (action.type !== "hold") continue;
    const id: HoldId = { account: by, seq, index };
    holds.set(holdSlot(id), newHold(id, action));
  }
  return holds;
}

/** Adds the next link of a hold's chain: an attempt that it may have to pay. */
export function addAssignment(hold: HoldEntry, cid: Cid, body: Assignment): void {
  hold.assignments.set(cid, { cid, body, settlement: undefined });
  hold.next += 1;
  hold.head = cid;
  hold.open += 1;
  hold.committed += body.price;
}

/** Ends an attempt: what it did not take is free again. */
export function settleAssignment(
  hold: HoldEntry,
  assignment: CertifiedAssignment,
  settlement: Settlement,
): void {
  hold.assignments.set(assignment.cid, { ...assignment, settlement });
  hold.open -= 1;
  hold.committed += settlement.taken - assignment.body.price;
}

/** Ends a hold. */
export function closeHold(hold: HoldEntry): void {
  hold.closed = true;
  hold.next += 1;
  hold.committed = hold.amount;
}

function newHold(
  id: HoldId,
  action: { job: JobId; unit: string; amount: bigint; expiresAt: number },
): HoldEntry {
  const { job, unit, amount, expiresAt } = action;
  return {
    id,
    job,
    unit,
    amount,
    expiresAt,
    next: 0,
    head: null,
    committed: 0n,
    open: 0,
    closed: false,
    assignments: new Map(),
  };
}
