import { orAborted, type Signed, selectionRecord, signRecord } from "@icn-mesh/core";
import type { BookExtras } from "../job/book-store.ts";
import { jobFields } from "../job/job-fields.ts";
import type { Said } from "../job/said.ts";
import { isQuorum } from "../quorum/is-quorum.ts";
import type { Bidding, RoundResult } from "./bidding.ts";
import type { JobDesk } from "./job-desk.ts";
import { announcementGone, announceRound } from "./open-round.ts";

/** A round that is open and how long it lasts. */
export interface OpenRound {
  readonly round: number;
  readonly afterMs: number;
}

/** Announces the round, and closes it when its window is over or nothing is to be gained by waiting. */
export async function closeRound(desk: JobDesk, open: OpenRound, signal: AbortSignal): Promise<void> {
  const { parts } = desk;
  const over = parts.clock.after(open.afterMs, { signal });
  over.catch(() => undefined); // whoever waits for it is told; nobody may be waiting yet
  await announceRound(desk, open.round, signal);
  const { bidding } = desk;
  if (bidding === undefined) return;
  await Promise.race([over, orAborted(bidding.enough, signal)]);
  await judgeRound(desk, bidding, signal);
}

async function judgeRound(desk: JobDesk, bidding: Bidding, signal: AbortSignal): Promise<void> {
  const { parts, book } = desk;
  const { round } = bidding;
  const result = await bidding.close();
  const facts = await factsOf(desk, result);
  const refs = await announcementGone(parts, book);
  const proofs = await proofsIn(desk, result);
  signal.throwIfAborted();
  await desk.change(() => ({
    said: [{ type: "closed", round, at: parts.clock.now() }, ...facts],
    extras: { blocks: proofs.blocks ?? [], refs: [...refs, ...(proofs.refs ?? [])] },
  }));
  desk.bidding = undefined;
  parts.logger.debug("bidding closed", { ...jobFields(book.id), round, bids: result.bids.length });
}

/** What shows guards that whoever may get a replica is a member. */
async function proofsIn({ parts, book }: JobDesk, { bids }: RoundResult): Promise<BookExtras> {
  return isQuorum(book.job.body) ? parts.members.keep(bids.map(({ body }) => body.by)) : {};
}

async function factsOf({ parts }: JobDesk, { bids, selection }: RoundResult): Promise<readonly Said[]> {
  if (selection === undefined) return [];
  const signed: Signed<typeof selection> = await signRecord(selectionRecord, selection, parts.signer);
  return [...bids, signed];
}
