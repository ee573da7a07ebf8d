import type { Deposit } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { granted, type Ruling, refused } from "../refusal.ts";

/** Whether the charter may bring this in. */
export function judgeDeposit(federation: Federation, { by, unit, amount }: Deposit): Ruling<null> {
  if (!federation.isCharter(by)) return refused({ code: "ECONOMICS_NOT_CHARTER" });
  if (federation.unit(unit) === undefined) return refused({ code: "ECONOMICS_WRONG_UNIT", unit });
  return amount > 0n ? granted(null) : refused({ code: "ECONOMICS_BAD_AMOUNT", index: 0 });
}
