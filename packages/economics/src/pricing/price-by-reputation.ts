/**
 * What a job costs a creator of this reputation: `floor(cost · 100 / (100 + reputation))`, and at least the minimum
 * budget, so that nothing is free. It is the submitter's own rule: the protocol knows only budgets.
 */
export function priceByReputation(cost: bigint, reputation: number, minBudget = 1n): bigint {
  const price = (cost * 100n) / (100n + BigInt(Math.max(0, Math.trunc(reputation))));
  return price < minBudget ? minBudget : price;
}
