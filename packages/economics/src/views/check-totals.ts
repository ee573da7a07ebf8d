import type { LedgerView } from "../ledger/ledger-view.ts";
import { heldIn } from "../ledger/totals.ts";
import type { Finding } from "./finding.ts";

/** I-01, I-02, I-06: what there is adds up to what was minted, and nothing is below zero. */
export function checkTotals(view: LedgerView): readonly Finding[] {
  return [
    ...view.federation.constitution.units.flatMap(({ name }) => conservation(view, name)),
    ...negatives(view),
    ...overspent(view),
  ];
}

function conservation(view: LedgerView, unit: string): readonly Finding[] {
  const { minted, balances, held, credits, burned } = view.totals(unit);
  const sum = balances + held + credits + burned;
  if (sum === minted) return [];
  const detail = `${balances} in balances, ${held} held, ${credits} due and ${burned} burned make ${sum}, but ${minted} ${unit} were minted`;
  return [{ invariant: "I-01", slot: unit, detail }];
}

function negatives(view: LedgerView): readonly Finding[] {
  return [...view.accounts()].flatMap(({ did, balances }) =>
    [...balances]
      .filter(([, { grant, earned }]) => grant < 0n || earned < 0n)
      .map(
        ([unit, { grant, earned }]) =>
          ({ invariant: "I-02", slot: did, detail: `${grant} + ${earned} ${unit}` }) as const,
      ),
  );
}

function overspent(view: LedgerView): readonly Finding[] {
  return [...view.holds()]
    .filter((hold) => hold.committed > hold.amount || heldIn(hold) < 0n)
    .map(
      ({ job, committed, amount }) =>
        ({ invariant: "I-06", slot: job, detail: `${committed} of ${amount}` }) as const,
    );
}
