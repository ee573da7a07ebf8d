import type { Assignment, Cid } from "@icn-mesh/core";
import { settlementSlot } from "@icn-mesh/economics";
import { within } from "../tasks/within.ts";
import type { JobDesk } from "./job-desk.ts";

const GUARDS_ANSWER_MS = 5000;

/**
 * Resolves when an attempt may be given up for its silence. It may not while the silence may be this node's own: where
 * no guard can be reached, it is cut off, and once it is back an executor gets a lease to report. Nor where the executor
 * was paid by showing its receipt to the guards: the result is paid for and will be delivered, and another attempt would
 * be paid as well. It does not last longer than the time in which a receipt could come.
 */
export async function untilUnpaid(desk: JobDesk, assignment: Cid, signal: AbortSignal): Promise<void> {
  const { clock, federation } = desk.parts;
  const given = desk.book.facts.get(assignment)?.body;
  if (given?.t !== "icn/assign/1") return;
  const over = given.claimBy + 2 * federation.constitution.marginMs;
  while (clock.now() < over && (await mayReport(desk, { assignment, given }, signal)))
    await clock.after(given.leaseMs, { signal });
}

interface Given {
  readonly assignment: Cid;
  readonly given: Assignment;
}

async function mayReport(desk: JobDesk, { assignment, given }: Given, signal: AbortSignal): Promise<boolean> {
  if (await isPaid(desk, assignment, signal)) return true;
  const { clock } = desk.parts;
  let isBack = false;
  while (!(await reachesGuard(desk, signal))) {
    if (clock.now() > given.claimBy) return false;
    isBack = true;
    await clock.after(GUARDS_ANSWER_MS, { signal });
  }
  return isBack;
}

async function isPaid({ parts }: JobDesk, assignment: Cid, signal: AbortSignal): Promise<boolean> {
  const { own } = parts.accounts;
  const patience = { ms: GUARDS_ANSWER_MS, signal };
  const recalled = await within(parts.clock, patience, () => own.recall(settlementSlot(assignment)));
  const fact = recalled?.ok ? recalled.value.certified.fact : undefined;
  return fact?.type === "settlement" && fact.settlement.type === "pay";
}

/** True if any guard answers to anything. */
async function reachesGuard({ parts }: JobDesk, signal: AbortSignal): Promise<boolean> {
  const { clock, federation, guards } = parts;
  const asked = await within(clock, { ms: GUARDS_ANSWER_MS, signal }, (until) =>
    Promise.any(
      federation.constitution.guards.map((guard) =>
        guards.ask(guard, { ask: { type: "learn" }, proofs: [] }, { signal: until }),
      ),
    ).then(
      () => true,
      () => false,
    ),
  );
  signal.throwIfAborted();
  return asked ?? false;
}
