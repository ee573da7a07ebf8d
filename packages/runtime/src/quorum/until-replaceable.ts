import type { JobDesk } from "../manager/job-desk.ts";
import { isQuorum } from "./is-quorum.ts";

/**
 * Resolves when guards would certify another attempt at a replica: once those before are settled, of which none has said
 * anything. Until then an executor that is silent may have committed, and would have two voices with its successor.
 */
export async function untilReplaceable(desk: JobDesk, replica: number, signal: AbortSignal): Promise<void> {
  const { parts, book, money } = desk;
  const { body: job } = book.job;
  if (!isQuorum(job)) return;
  for (;;) {
    const before = [...(parts.accounts.own.ledger.hold(job.hold)?.assignments.values() ?? [])];
    if (before.every(({ body, settlement }) => body.replica !== replica || settlement !== undefined)) return;
    await money.next(signal);
  }
}
