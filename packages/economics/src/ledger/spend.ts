import { type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import type { Balance } from "./ledger-view.ts";

/** Nothing of a unit. */
export const EMPTY_BALANCE: Balance = { grant: 0n, earned: 0n };

/** Takes an amount from the grant first and from what was earned then: for holds and burns. */
export function spendAny(balance: Balance, unit: string, amount: bigint): Ruling<Balance> {
  const grant = balance.grant < amount ? balance.grant : amount;
  return spent(balance, unit, { grant, earned: amount - grant });
}

/** Takes an amount from what was earned: a grant is not given away. */
export function spendEarned(balance: Balance, unit: string, amount: bigint): Ruling<Balance> {
  return spent(balance, unit, { grant: 0n, earned: amount });
}

/** What comes back of a hold's rest: what the work cost came from the grant first. */
export function returnRest(held: { readonly grant: bigint; readonly amount: bigint }, rest: bigint): Balance {
  const taken = held.amount - rest;
  const grant = held.grant > taken ? held.grant - taken : 0n;
  return { grant, earned: rest - grant };
}

function spent(balance: Balance, unit: string, parts: Balance): Ruling<Balance> {
  const short = parts.earned - balance.earned;
  if (short > 0n) return refused(insufficient(unit, short));
  return { ok: true, value: parts };
}

function insufficient(unit: string, short: bigint): ManaRefusal {
  return { code: "ECONOMICS_INSUFFICIENT", unit, short };
}
