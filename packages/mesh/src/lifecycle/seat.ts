import type { Cid, Did } from "@icn-mesh/core";
import type { GuestFailure } from "./reasons.ts";

/** The place of one replica, which one attempt after another takes. */
export type Seat = VacantSeat | TakenSeat;

/** Nobody is at it. `attempt` is the last one that was; 0 before the first. */
export interface VacantSeat {
  readonly phase: "vacant";
  readonly attempt: number;
}

/** An executor has it, by an assignment whose attempt is the fence. */
export type TakenSeat = Holder &
  (
    | { readonly phase: "offered" | "accepted" | "committed" }
    | { readonly phase: "running"; readonly seen: SeenReports; readonly renewals: number }
    | { readonly phase: "reported" | "anchored"; readonly receipt: Cid; readonly outcome: ReceiptOutcome }
  );

interface Holder {
  readonly attempt: number;
  readonly assignment: Cid;
  readonly executor: Did;
  readonly leaseMs: number;
}

/** What an executor reports while it works; each kind is numbered by itself. */
export type ReportKind = "progress" | "checkpoint" | "output";

/** The number of the latest report of each kind, or −1. */
export type SeenReports = Readonly<Record<ReportKind, number>>;

/** What a receipt says that counts: it worked, or the guest failed. A failure of the executor empties the seat. */
export type ReceiptOutcome = "ok" | GuestFailure;

/** True while the executor is expected to do something. */
export function isAtWork({ phase }: Seat): boolean {
  return phase === "offered" || phase === "accepted" || phase === "running";
}

/** True once the executor has shown any sign of having begun. */
export function hasBegun({ phase }: Seat): boolean {
  return phase !== "vacant" && phase !== "offered" && phase !== "accepted";
}

/** The same holder in another phase. */
export function holderOf({ attempt, assignment, executor, leaseMs }: TakenSeat): Holder {
  return { attempt, assignment, executor, leaseMs };
}
