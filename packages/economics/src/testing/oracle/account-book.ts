import type { Action } from "@icn-mesh/core";

/** What an account has of one unit, once more and by plainer means than the ledger's. */
export interface Purse {
  grant: bigint;
  earned: bigint;
}

/** One account as the certified operations leave it. */
export interface AccountBook {
  next: number;
  /** Grant that lies in holds. */
  heldGrant: bigint;
  readonly purses: Map<string, Purse>;
  readonly epochs: Set<number>;
}

/** An account that has done nothing. */
export function newAccountBook(): AccountBook {
  return { next: 0, heldGrant: 0n, purses: new Map(), epochs: new Set() };
}

/** The purse of a unit. */
export function purseOf({ purses }: AccountBook, unit: string): Purse {
  const purse = purses.get(unit) ?? { grant: 0n, earned: 0n };
  purses.set(unit, purse);
  return purse;
}

/** Takes what an action costs out of a purse and gives how much of it was grant. The purse may go below zero. */
export function takeOut(purse: Purse, action: Extract<Action, { readonly amount: bigint }>): bigint {
  const { amount } = action;
  const most = purse.grant < amount ? purse.grant : amount;
  const grant = action.type === "transfer" ? 0n : most;
  purse.grant -= grant;
  purse.earned -= amount - grant;
  return grant;
}
