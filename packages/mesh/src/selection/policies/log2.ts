const BITS = 24;
const ONE = 2 ** 25;

/** One in the fixed point of `log2`: 2²⁴. */
export const LOG_ONE = 2 ** BITS;

/** The binary logarithm of a safe integer of at least 1, in 2²⁴ths: the same integer on every machine, and rising. */
export function log2(value: number): number {
  const whole = exponentOf(value);
  let mantissa = Math.floor(value * 2 ** (25 - whole)); // in [1, 2), in 2²⁵ths
  let fraction = 0;
  for (let bit = 0; bit < BITS; bit++) {
    mantissa = Math.floor((mantissa * mantissa) / ONE);
    const isTwo = mantissa >= 2 * ONE;
    fraction = fraction * 2 + (isTwo ? 1 : 0);
    if (isTwo) mantissa = Math.floor(mantissa / 2);
  }
  return whole * LOG_ONE + fraction;
}

function exponentOf(value: number): number {
  return value < 2 ** 32 ? 31 - Math.clz32(value) : 63 - Math.clz32(Math.floor(value / 2 ** 32));
}
