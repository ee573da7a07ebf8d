import type { Did, Settlement, SettlementType, Unit } from "@icn-mesh/core";
import { burnBpOf, type Federation } from "../federation.ts";

/** A price to be paid out, and to whom it goes after the unit's own shares. */
export interface Payout {
  readonly type: SettlementType;
  readonly slot: string;
  readonly unit: string;
  readonly price: bigint;
  readonly to: Did;
}

/**
 * The outcome that pays a price: first the unit's shares and what it burns, each rounded down, and the rest to the
 * payee. Nobody is credited with nothing. Guards that agree on the price agree on every amount.
 */
export function payOut(federation: Federation, { type, slot, unit, price, to }: Payout): Settlement {
  const rules = federation.unit(unit);
  const shares = rules === undefined ? [] : sharesOf(rules, price);
  const burned = rules === undefined ? 0n : partOf(price, burnBpOf(rules, federation.constitution.feeBp));
  const rest = shares.reduce((left, { amount }) => left - amount, price - burned);
  const credits = [{ to, amount: rest }, ...shares].filter(({ amount }) => amount > 0n);
  return { type, slot, unit, taken: price, credits };
}

function sharesOf({ split }: Unit, price: bigint): { readonly to: Did; readonly amount: bigint }[] {
  return split.map(({ to, bp }) => ({ to, amount: partOf(price, bp) }));
}

function partOf(price: bigint, basisPoints: number): bigint {
  return (price * BigInt(basisPoints)) / 10_000n;
}
