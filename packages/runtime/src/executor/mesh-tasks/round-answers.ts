import {
  type Bid,
  bidRecord,
  type Cid,
  cidOf,
  type Embedded,
  type Job,
  type JobId,
  managerOf,
  type Signed,
} from "@icn-mesh/core";
import { asksForProof, chooseProofs } from "../../federations/choose-proofs.ts";
import { jobFields } from "../../job/job-fields.ts";
import type { FundedAnnouncement } from "../../network/inboxes.ts";
import type { BidAnswer } from "../../network/network-message.ts";
import { isQuorum } from "../../quorum/is-quorum.ts";
import { createOpenWork } from "../../tasks/open-work.ts";
import type { TaskDesk } from "../task-source.ts";
import type { OpenBid } from "./accept-offer.ts";
import { keepBid } from "./keep-bid.ts";
import { type BidDecision, decideBid, signBid } from "./make-bid.ts";
import type { MeshTaskParts } from "./mesh-task-parts.ts";
import type { OpenBids } from "./open-bids.ts";
import { createPutOff } from "./put-off.ts";

/** What an executor says to the rounds of bidding that it hears of. */
export interface RoundAnswers {
  /**
   * Answers an announcement, and keeps capacity free for what it bids for. Where there is no room, it bids when there is.
   * Undefined while more can be answered at once; otherwise resolves when it can.
   */
  hear(heard: FundedAnnouncement): Promise<void> | undefined;
  /** Bids for nothing more that waits. */
  stop(): void;
}

/** How many announcements are answered at a time: each waits for the disk, and then for the manager. */
const MOST_ANSWERED = 64;

/** No announcement waits yet. */
export function createRoundAnswers(parts: MeshTaskParts, bids: OpenBids, desk: TaskDesk): RoundAnswers {
  const { network, logger, clock } = parts;
  const putOff = createPutOff(parts);
  const answering = createOpenWork((reason) => logger.error("a bid failed", { reason: String(reason) }));

  function reserve(id: Cid, { validForMs }: Bid, { spec }: Job): boolean {
    return desk.reserve({ id, resources: spec.resources, until: clock.monotonic() + validForMs });
  }

  /** A bid that capacity is kept free for; another one where this executor has bid in this round before. */
  async function make(heard: FundedAnnouncement, body: Bid, id: Cid): Promise<Signed<Bid> | undefined> {
    const open = await keep(heard, body).catch((reason: unknown) => {
      desk.release(id);
      throw reason;
    });
    if (open?.bid.cid !== id) desk.release(id);
    if (open === undefined) return undefined;
    const { bid } = open;
    const isKnown = bid.cid === id || bids.has(bid);
    if (!isKnown && !reserve(bid.cid, bid.body, heard.job.body)) return undefined;
    bids.add(open);
    return bid;
  }

  async function keep(heard: FundedAnnouncement, body: Bid): Promise<OpenBid | undefined> {
    const signed = await signBid(parts, body);
    return signed && keepBid(parts, signed, heard);
  }

  async function say({ job }: FundedAnnouncement, answer: BidAnswer): Promise<void> {
    logger.debug("a job is answered", { ...jobFields(job.cid as string as JobId), answer: answer.type });
    const isInTime = await network.submitBid(managerOf(job.body), answer);
    // Nobody will want to have accepted what came too late.
    if (!isInTime && answer.type === "BidSubmission") desk.release(answer.bid.cid);
  }

  function decline({ announcement, job }: FundedAnnouncement, isFull = false): BidAnswer {
    const { round } = announcement.body;
    return { type: "BidDecline", job: job.cid as string as JobId, round, isFull };
  }

  async function sendBid(heard: FundedAnnouncement, body: Bid, id: Cid): Promise<void> {
    const bid = await make(heard, body, id);
    if (bid === undefined) return say(heard, decline(heard));
    await say(heard, { type: "BidSubmission", bid, ...proofFor(parts, heard.job.body) });
  }

  /** Undefined, at once, where there is no room: nothing is signed or written for a bid that is not made. */
  function respond(heard: FundedAnnouncement): Promise<void> | undefined {
    const decision = decideOn(parts, desk, heard);
    if (decision.type === "not-asked") return DONE;
    if (decision.type === "no") return say(heard, decline(heard));
    const { body } = decision;
    const id = cidOf(bidRecord.codec.encode(body));
    if (reserve(id, body, heard.job.body)) return sendBid(heard, body, id);
    const known = bids.of(id, body.job);
    return known && say(heard, { type: "BidSubmission", bid: known, ...proofFor(parts, heard.job.body) });
  }

  async function useRoom(): Promise<void> {
    putOff.handOver((heard) => {
      const sent = respond(heard);
      if (sent !== undefined) answering.add(sent);
      return sent !== undefined;
    });
  }

  return {
    hear(heard) {
      answering.add(respond(heard) ?? say(heard, decline(heard, putOff.add(heard))));
      return answering.room(MOST_ANSWERED);
    },
    // Whoever gives capacity back may take it again in the same turn.
    stop: desk.onRoom(() => answering.add(DONE.then(useRoom))),
  };
}

const DONE = Promise.resolve();

function decideOn(
  parts: MeshTaskParts,
  desk: TaskDesk,
  { announcement, job }: FundedAnnouncement,
): BidDecision {
  return decideBid(parts, desk, { id: job.cid as string as JobId, job: job.body, announcement });
}

/** What shows the manager of a quorum that the bidder is a member. */
function proofFor({ proofs }: MeshTaskParts, job: Job): { readonly members?: readonly Embedded[] } {
  const members = isQuorum(job) || asksForProof(job) ? chooseProofs(proofs(), job) : [];
  return members.length > 0 ? { members } : {};
}
