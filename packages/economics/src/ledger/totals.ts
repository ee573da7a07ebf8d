import type { Account, Credit, Hold, Totals } from "./ledger-view.ts";

/** Units that came in from nowhere, and units that are gone, as counted when it happened. */
export interface Flows {
  mint(unit: string, amount: bigint): void;
  burn(unit: string, amount: bigint): void;
  minted(unit: string): bigint;
  burned(unit: string): bigint;
}

/** Nothing minted, nothing burned. */
export function createFlows(): Flows {
  const minted = new Map<string, bigint>();
  const burned = new Map<string, bigint>();
  const add = (sums: Map<string, bigint>, unit: string, amount: bigint) => {
    sums.set(unit, (sums.get(unit) ?? 0n) + amount);
  };
  return {
    mint: (unit, amount) => add(minted, unit, amount),
    burn: (unit, amount) => add(burned, unit, amount),
    minted: (unit) => minted.get(unit) ?? 0n,
    burned: (unit) => burned.get(unit) ?? 0n,
  };
}

/** Where the units of a ledger lie. */
export interface Places {
  readonly accounts: Iterable<Account>;
  readonly holds: Iterable<Hold>;
  readonly credits: Iterable<Credit>;
}

/** All of one unit, counted where it lies and not by how it came there, so that the two can be compared. */
export function totalsOf(unit: string, { accounts, holds, credits }: Places, flows: Flows): Totals {
  return {
    minted: flows.minted(unit),
    balances: sum(accounts, ({ balances }) => {
      const { grant = 0n, earned = 0n } = balances.get(unit) ?? {};
      return grant + earned;
    }),
    held: sum(holds, (hold) => (hold.unit === unit ? heldIn(hold) : 0n)),
    credits: sum(credits, (credit) => (credit.unit === unit ? credit.amount : 0n)),
    burned: flows.burned(unit),
  };
}

/** What still lies in a hold: all that was put in, without what settlements took out. */
export function heldIn({ amount, closed, assignments }: Hold): bigint {
  if (closed) return 0n;
  return amount - sum(assignments.values(), ({ settlement }) => settlement?.taken ?? 0n);
}

function sum<Item>(items: Iterable<Item>, amountOf: (item: Item) => bigint): bigint {
  let total = 0n;
  for (const item of items) total += amountOf(item);
  return total;
}
