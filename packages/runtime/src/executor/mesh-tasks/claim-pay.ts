import type { Cid } from "@icn-mesh/core";
import { type ManaClient, type ProvenSlot, type Ruling, settlementSlot } from "@icn-mesh/economics";
import { isExecutorFailure, reasonOfClass } from "@icn-mesh/mesh";
import { jobFields } from "../../job/job-fields.ts";
import { type Showings, showingsOf } from "../../quorum/showings-of.ts";
import type { WorkActor, WorkPlace } from "./work-place.ts";

/** How long the manager, that can settle at once, is left to do so. */
const PATIENCE_MS = 10_000;
/** The word has to be shown to the guards this long before the time to claim is over. */
const RESERVE_MS = 20_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * True for a word that the executor has reason to show to the guards: one that is paid, or that frees it of a promise.
 * What admits its own failure is for the manager to show.
 */
export function isWorthClaiming({ word, facts }: Pick<WorkActor, "word" | "facts">): boolean {
  if (word === null) return false;
  const { body } = word;
  if (body.t === "icn/release/1") return true;
  if (body.outcome.type === "ok") return true;
  return !isExecutorFailure(reasonOfClass(body.outcome.class)) && facts.bid.body.failPrice > 0n;
}

/** How long its manager is left to settle an assignment: that of a quorum hears everybody first, which may take a lease. */
export function patienceMs({ record, facts }: WorkActor): number {
  return record.commit === null ? PATIENCE_MS : PATIENCE_MS + facts.assignment.body.leaseMs;
}

/** Has the assignment settled by the executor's own showing, unless the manager has it settled before. */
export async function claimPay(place: WorkPlace, actor: WorkActor, signal: AbortSignal): Promise<void> {
  const { clock, accounts, heads, logger, network } = place.parts;
  const { facts, word, record, note } = actor;
  const settled = () => note((now) => ({ ...now, phase: "settled" }));
  if (word === null || !isWorthClaiming(actor)) return settled();
  const { claimBy } = facts.assignment.body;
  if (word.body.t === "icn/receipt/1") {
    const left = claimBy - clock.now() - RESERVE_MS;
    await clock.after(Math.min(patienceMs(actor), Math.max(0, left)), { signal });
  }
  const over = claimBy + 2 * place.parts.federation.constitution.marginMs;
  const showings = await showingsOf(place.parts.storage, record, word);
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const ruling = await settleBy(accounts.own, facts.assignment.cid, showings);
    if (ruling.ok) {
      await accounts.passOn(ruling.value.proof);
      heads.settled(facts.assignment.cid);
      await network.showProof(record.manager, ruling.value.proof, { signal });
      return settled();
    }
    logger.info("guards refuse to settle", {
      ...jobFields(facts.bid.body.job),
      code: ruling.refusal.code,
      slot: settlementSlot(facts.assignment.cid),
    });
    if (clock.now() > over) return settled();
    await clock.after(pauseMs, { signal });
  }
}

async function settleBy(
  own: Pick<ManaClient, "settle">,
  assignment: Cid,
  [showing, ...lesser]: Showings,
): Promise<Ruling<ProvenSlot>> {
  const ruling = await own.settle(assignment, showing);
  const [next, ...rest] = lesser;
  return ruling.ok || next === undefined ? ruling : settleBy(own, assignment, [next, ...rest]);
}
