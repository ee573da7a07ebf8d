import type { Assignment, Cid } from "@icn-mesh/core";
import type { JobDesk } from "../manager/job-desk.ts";
import { isQuorum } from "./is-quorum.ts";

/**
 * Resolves when guards would certify another attempt at a replica: once those before are settled, of which none has said
 * anything. Until then an executor that is silent may have committed, and would have two voices with its successor.
 */
export async function untilReplaceable(desk: JobDesk, replica: number, signal: AbortSignal): Promise<void> {
  const { book, money } = desk;
  if (!isQuorum(book.job.body)) return;
  while (unsettledAt(desk, replica).length > 0) await money.next(signal);
}

/** When guards would certify another attempt at a replica, if nobody says anything before; 0 where they would now. */
export function replaceableAt(desk: JobDesk, replica: number): number {
  const { marginMs } = desk.parts.federation.constitution;
  return Math.max(0, ...unsettledAt(desk, replica).map(({ claimBy }) => claimBy + marginMs));
}

function unsettledAt({ parts, book }: JobDesk, replica: number): readonly Assignment[] {
  const { assignments = new Map<Cid, never>() } = parts.accounts.own.ledger.hold(book.job.body.hold) ?? {};
  return [...assignments.values()].flatMap(({ body, settlement }) =>
    body.replica === replica && settlement === undefined ? [body] : [],
  );
}
