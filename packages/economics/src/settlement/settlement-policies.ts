import type { Did, Unit } from "@icn-mesh/core";
import { EconomicsError } from "../errors.ts";

/** How a price in a unit is shared out: part of the constitution, so that every guard computes the same. */
export type SettlementPolicy = Pick<Unit, "split" | "burnBp">;

/** NSN: 70 % to the executor, 20 % to the treasury, 10 % burned. */
export function nsnSplit(treasury: Did): SettlementPolicy {
  return { split: [{ to: treasury, bp: 2000 }], burnBp: 1000 };
}

/** CIRO: a fee in basis points to the treasury, 250 when not given, the rest to the worker. */
export function ciroFee(treasury: Did, feeBp = 250): SettlementPolicy {
  if (!Number.isInteger(feeBp) || feeBp < 0 || feeBp > 10_000) {
    throw new EconomicsError("a fee is 0 to 10 000 basis points", {
      code: "ECONOMICS_BAD_NUMBER",
      text: String(feeBp),
    });
  }
  return { split: [{ to: treasury, bp: feeBp }], burnBp: 0 };
}

/** ICN and QUBIX: all of the price to the executor. QUBIX meters the price itself: that is the job's pricing. */
export const allToExecutor: SettlementPolicy = { split: [], burnBp: 0 };

const HOUR_MS = 3_600_000n;

/** QUBIX: what a time costs at a rate per hour, rounded up to a whole unit, and never more than the hold. */
export function meteredPrice(perHour: bigint, elapsedMs: number, cap: bigint): bigint {
  const metered = (perHour * BigInt(elapsedMs) + HOUR_MS - 1n) / HOUR_MS;
  return metered < cap ? metered : cap;
}
