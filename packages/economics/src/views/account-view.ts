import type { Did } from "@icn-mesh/core";
import type { Balance, Credit, Hold, LedgerView } from "../ledger/ledger-view.ts";
import { heldIn } from "../ledger/totals.ts";

/** What an account has, of one unit. */
export interface BalanceView extends Balance {
  /** What can be held or burned: both parts together. */
  readonly free: bigint;
  /** What lies in its holds. */
  readonly held: bigint;
  /** What was paid to it and it has not taken in. */
  readonly due: bigint;
}

/** What an account has of a unit and where it lies. Zero everywhere for a stranger. */
export function balanceOf(view: LedgerView, account: Did, unit: string): BalanceView {
  const { grant = 0n, earned = 0n } = view.account(account)?.balances.get(unit) ?? {};
  const held = holdsOf(view, account).filter((hold) => hold.unit === unit);
  const due = creditsOf(view, account).filter((credit) => credit.unit === unit);
  return {
    grant,
    earned,
    free: grant + earned,
    held: held.reduce((sum, hold) => sum + heldIn(hold), 0n),
    due: due.reduce((sum, { amount }) => sum + amount, 0n),
  };
}

/** The holds of an account that it has not received back. */
export function holdsOf(view: LedgerView, account: Did): readonly Hold[] {
  return [...view.holds()].filter(({ id }) => id.account === account);
}

/** What was paid to an account and not taken in. */
export function creditsOf(view: LedgerView, account: Did): readonly Credit[] {
  return [...view.credits(account)];
}
