import type { Cid, Settlement } from "@icn-mesh/core";
import type { JobLifecycle } from "./job-lifecycle.ts";

/** Where the money of a job is. It follows certificates, not the status of the job. */
export type SettlementStatus = "none" | "pending" | "paid" | "refunded" | "split";

/** What certificates say about the money of a job. */
export interface CertifiedMoney {
  /** Whether the hold is certified. */
  readonly isHeld: boolean;
  /** Whether what was left in the hold has gone back. */
  readonly isClosed: boolean;
  /** The certified assignments, and how each was settled; null while it is not. */
  readonly assignments: ReadonlyMap<Cid, Pick<Settlement, "type" | "taken"> | null>;
}

/** Where the money of a job is: paid if anybody got a full price, split if somebody got a part, refunded if nobody did. */
export function settlementOf(
  { state }: Pick<JobLifecycle, "state">,
  { isHeld, isClosed, assignments }: CertifiedMoney,
): SettlementStatus {
  if (!isHeld) return "none";
  const settled = [...assignments.values()].filter((settlement) => settlement !== null);
  const isOver = state.status === "Completed" || state.status === "Failed" || state.status === "Cancelled";
  if (!isOver || settled.length < assignments.size) return "pending";
  if (settled.some(({ type }) => type === "pay")) return "paid";
  if (settled.some(({ taken }) => taken > 0n)) return "split";
  return isClosed ? "refunded" : "pending";
}
