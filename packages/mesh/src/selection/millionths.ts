/** The whole in the fixed point of every share and score: 10⁶. */
export const WHOLE = 1_000_000;

const MOST_EXACT = Math.floor(Number.MAX_SAFE_INTEGER / WHOLE);

/** `part / whole` in millionths, rounded down: exact for safe integers with `0 ≤ part` and `0 < whole`. */
export function millionths(part: number, whole: number): number {
  // Below 2⁵³ the quotient of two integers never rounds up to the next integer, so this division is exact.
  if (part <= MOST_EXACT) return Math.floor((part * WHOLE) / whole);
  return millionthsOfAmount(BigInt(part), BigInt(whole));
}

/** `part / whole` in millionths, rounded down, for amounts; at most the largest safe integer. */
export function millionthsOfAmount(part: bigint, whole: bigint): number {
  const quotient = (part * BigInt(WHOLE)) / whole;
  return quotient > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : Number(quotient);
}
