import { type Assignment, type Cid, within } from "@icn-mesh/core";
import { type Hold, settlementSlot } from "@icn-mesh/economics";
import { DELIVERED_FOR_MS } from "../job/delivered-for.ts";
import { isQuorum } from "../quorum/is-quorum.ts";
import { isSpared } from "./hold-room.ts";
import type { JobDesk } from "./job-desk.ts";
import { settle } from "./money-tasks.ts";

const GUARDS_ANSWER_MS = 5000;

/**
 * Resolves when an attempt may be given up although its executor may yet come back. Where the hold has a spare for it,
 * that is at once, unless the silence may be this node's own. Where it has none, that is when the guards have settled
 * it: until then the executor may be paid for it, and whoever is asked next would be paid as well. What was paid for is
 * waited for, as long as its executor goes on delivering it.
 */
export async function untilUnpaid(desk: JobDesk, assignment: Cid, signal: AbortSignal): Promise<void> {
  const { clock } = desk.parts;
  const given = desk.book.facts.get(assignment)?.body;
  if (given?.t !== "icn/assign/1") return;
  const hold = await untilCertified(desk, { assignment, given }, signal);
  if (hold === undefined) return;
  if (mayBeReplaced(desk, hold, given)) await untilHeard(desk, given, signal);
  else await untilSettled(desk, { assignment, given }, signal);
  if (await isPaid(desk, assignment, signal)) await clock.after(DELIVERED_FOR_MS, { signal });
}

/** Of a quorum nobody is paid twice: guards certify nobody in the place of a replica that may yet be paid. */
function mayBeReplaced({ book }: JobDesk, hold: Hold, { price }: Assignment): boolean {
  return isQuorum(book.job.body) || isSpared(book, hold, price);
}

/** Nobody begins before the guards have certified it, so that its lease begins then; if they refuse, that ends it. */
async function untilCertified(
  { parts, money }: JobDesk,
  { assignment, given }: Given,
  signal: AbortSignal,
): Promise<Hold | undefined> {
  const { ledger } = parts.accounts.own;
  for (let isLate = false; ; isLate = true) {
    const hold = ledger.hold(given.hold);
    if (hold?.assignments.has(assignment) && isLate) await parts.clock.after(given.leaseMs, { signal });
    if (hold === undefined || hold.assignments.has(assignment)) return hold;
    await money.next(signal);
  }
}

interface Given {
  readonly assignment: Cid;
  readonly given: Assignment;
}

/** Guards settle what nobody has shown them anything about once its time to claim and their margin are over. */
async function untilSettled(desk: JobDesk, { assignment, given }: Given, signal: AbortSignal): Promise<void> {
  const { clock, federation, accounts } = desk.parts;
  async function overdue(): Promise<void> {
    const inMs = given.claimBy + federation.constitution.marginMs - clock.now();
    await clock.after(Math.max(0, inMs), { signal });
    await settle(desk, { assignment, word: null }, signal);
  }
  async function learnt(): Promise<void> {
    while (accounts.own.ledger.assignment(assignment)?.settlement === undefined)
      await desk.money.next(signal);
  }
  await Promise.race([overdue(), learnt()]);
}

/** Where no guard can be reached, this node is cut off; once it is back the executor has another lease to report. */
async function untilHeard(desk: JobDesk, given: Assignment, signal: AbortSignal): Promise<void> {
  const { clock, federation } = desk.parts;
  const over = given.claimBy + 2 * federation.constitution.marginMs;
  while (clock.now() < over && (await wasCutOff(desk, given, signal)))
    await clock.after(given.leaseMs, { signal });
}

async function wasCutOff(desk: JobDesk, { claimBy }: Assignment, signal: AbortSignal): Promise<boolean> {
  const { clock } = desk.parts;
  let wasSo = false;
  while (!(await reachesGuard(desk, signal))) {
    if (clock.now() > claimBy) return false;
    wasSo = true;
    await clock.after(GUARDS_ANSWER_MS, { signal });
  }
  return wasSo;
}

async function isPaid({ parts }: JobDesk, assignment: Cid, signal: AbortSignal): Promise<boolean> {
  const { own } = parts.accounts;
  const known = own.ledger.assignment(assignment)?.settlement;
  if (known !== undefined) return known.type === "pay";
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
