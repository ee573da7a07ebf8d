import {
  type Cid,
  cidOf,
  type Embedded,
  replicaCount,
  type Selection,
  selectionRecord,
} from "@icn-mesh/core";
import type { CertifiedAssignment, Hold } from "../ledger/ledger-view.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import { drawBids } from "./draw.ts";
import type { GuardParts } from "./guard-parts.ts";
import { readAsked, verifyAll } from "./read-asked.ts";
import type { Offer } from "./rule-offer.ts";
import type { Reveal } from "./showings.ts";

/**
 * Whether a job that is verified by a quorum may have this replica now. None begins once the others were shown, or
 * who sees the results could add voices; but one more after an appeal, drawn from the bids of the job.
 */
export async function ruleOnReplica(
  parts: GuardParts,
  hold: Hold,
  { offer, draw }: { readonly offer: Offer; readonly draw: Embedded | undefined },
): Promise<Ruling<null>> {
  const { job, bid } = offer.terms;
  if (job.body.verification.type === "signature") return granted(null);
  const reveal = await parts.showings.reveal(hold.job);
  const isExtra = offer.assignment.body.replica >= replicaCount(job.body);
  if (!isExtra) return reveal === undefined ? granted(null) : ineligible;
  if (draw === undefined || reveal === undefined || !(await hasAppeal(parts, hold))) return ineligible;
  const selection = await readSelection(parts, draw, offer);
  if (!selection.ok) return selection;
  return isDrawn(hold, { selection: selection.value, reveal, bid: bid.cid }) ? granted(null) : ineligible;
}

const ineligible: Ruling<never> = refused({ code: "ECONOMICS_NOT_ELIGIBLE" } satisfies ManaRefusal);

async function hasAppeal({ showings }: GuardParts, { assignments }: Hold): Promise<boolean> {
  const appeals = await Promise.all([...assignments.keys()].map((cid) => showings.appeal(cid)));
  return appeals.some((at) => at !== undefined);
}

/** The manager's own word on who has bid, from before anybody worked. */
async function readSelection(
  { federation, verifier }: GuardParts,
  draw: Embedded,
  { assignment: { body } }: Offer,
): Promise<Ruling<Selection>> {
  const read = readAsked(selectionRecord, draw, federation);
  if (!read.ok) return read;
  const { job, by } = read.value.body;
  if (job !== body.job) return refused({ code: "ECONOMICS_WRONG_JOB" });
  if (by !== body.by) return refused({ code: "ECONOMICS_NOT_MANAGER" });
  const verified = await verifyAll(verifier, [read.value]);
  return verified.ok ? granted(read.value.body) : verified;
}

interface Draw {
  readonly selection: Selection;
  readonly reveal: Reveal;
  readonly bid: Cid;
}

/** Drawn from a round in which some replica of the job was chosen. */
function isDrawn(hold: Hold, { selection, reveal, bid }: Draw): boolean {
  const taken = new Set([...hold.assignments.values()].map(({ body }: CertifiedAssignment) => body.bid));
  const isOfRound = selection.bids.some(({ cid }) => taken.has(cid));
  const commits = reveal.body.commits.map(({ body }) => cidOf(body));
  return isOfRound && drawBids(selection, { job: hold.job, commits, taken }).includes(bid);
}
