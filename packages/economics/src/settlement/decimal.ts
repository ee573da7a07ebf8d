import { EconomicsError } from "../errors.ts";

const DECIMAL = /^(0|[1-9]\d{0,18})(?:\.(\d{1,18}))?$/;
const LARGEST = 2n ** 63n - 1n;

/** Whole units out of a decimal number as people write it. Throws `ECONOMICS_BAD_NUMBER` for anything that is not exact. */
export function parseAmount(text: string, decimals: number): bigint {
  const [, whole, fraction = ""] = DECIMAL.exec(text) ?? [];
  const amount =
    whole === undefined || fraction.length > decimals
      ? undefined
      : BigInt(whole + fraction.padEnd(decimals, "0"));
  if (amount !== undefined && amount <= LARGEST) return amount;
  throw new EconomicsError(`not an amount with ${decimals} decimals`, {
    code: "ECONOMICS_BAD_NUMBER",
    text: text.slice(0, 80),
  });
}

/** An amount as people read it, with all its decimals. */
export function printAmount(amount: bigint, decimals: number): string {
  const sign = amount < 0n ? "-" : "";
  const digits = String(amount < 0n ? -amount : amount).padStart(decimals + 1, "0");
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
