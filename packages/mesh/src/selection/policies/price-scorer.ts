import type { Amount } from "@icn-mesh/core";
import { millionths, millionthsOfAmount, WHOLE } from "../millionths.ts";

const MOST_EXACT = BigInt(Math.floor(Number.MAX_SAFE_INTEGER / WHOLE));

/** What a price leaves of the budget, `(budget − price + 1) / (budget + 1)`, in millionths; 0 above the budget. */
export function priceScorer(budget: Amount): (price: Amount) => number {
  const whole = budget + 1n;
  if (whole > MOST_EXACT) {
    return (price) => (price > budget ? 0 : millionthsOfAmount(whole - price, whole));
  }
  const most = Number(whole);
  return (price) => (price > budget ? 0 : millionths(most - Number(price), most));
}
