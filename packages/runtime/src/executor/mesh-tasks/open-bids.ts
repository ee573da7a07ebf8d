import {
  type Assignment,
  type Bid,
  createBoundedMap,
  type Embedded,
  type Job,
  type JobId,
  type Signed,
} from "@icn-mesh/core";
import { managerOf } from "@icn-mesh/mesh";
import { asksForProof, chooseProofs } from "../../federations/choose-proofs.ts";
import { jobFields } from "../../job/job-fields.ts";
import type { FundedAnnouncement } from "../../network/inboxes.ts";
import type { BidAnswer } from "../../network/network-message.ts";
import { isQuorum } from "../../quorum/is-quorum.ts";
import type { TaskDesk } from "../task-source.ts";
import type { OpenBid } from "./accept-offer.ts";
import { type HeldJob, keepBid } from "./keep-bid.ts";
import { keptBid } from "./kept-bid.ts";
import { decideBid, signBid } from "./make-bid.ts";
import type { MeshTaskParts } from "./mesh-task-parts.ts";

/** The bids that this executor has made and that may still win. */
export interface OpenBids {
  /** The bid that an assignment names, also where it was made before a restart. */
  find(assignment: Pick<Assignment, "bid" | "executor" | "job">): Promise<OpenBid | undefined>;
  /** Answers an announcement, and keeps capacity free for what it bids for. */
  answer(heard: FundedAnnouncement, desk: TaskDesk): Promise<void>;
  /** Another executor has the job: what was kept free for it is free. The bid may yet be the next best. */
  lost(assignment: Pick<Assignment, "executor" | "job">, desk: TaskDesk): void;
  forget(bid: Signed<Bid>): void;
}

/** What shows the manager of a quorum that the bidder is a member. */
function proofFor({ proofs }: MeshTaskParts, job: Job): { readonly members?: readonly Embedded[] } {
  const members = isQuorum(job) || asksForProof(job) ? chooseProofs(proofs(), job) : [];
  return members.length > 0 ? { members } : {};
}

/** Bids whose round is not over; one that is not here is looked up in the store. */
const MOST_BIDS = 4096;

/** No bids yet. */
export function createOpenBids(parts: MeshTaskParts): OpenBids {
  /** By job, the bids of the accounts that bid here: the node's, and in place that of the creator. */
  const bids = createBoundedMap<JobId, readonly OpenBid[]>({ max: MOST_BIDS, whenFull: "evict-oldest" });

  /** Those whose time is over are at the front, or not far behind it. */
  function forgetOld(): void {
    const now = parts.clock.monotonic();
    for (const [job, open] of bids) {
      if (open.some(({ until }) => until > now)) return;
      bids.delete(job);
    }
  }

  function add(open: OpenBid): void {
    forgetOld();
    const { job, by } = open.bid.body;
    const others = (bids.get(job) ?? []).filter(({ bid }) => bid.body.by !== by);
    bids.set(job, [...others, open]);
  }

  function has(bid: Signed<Bid>): boolean {
    return bids.get(bid.body.job)?.some((open) => open.bid.cid === bid.cid) ?? false;
  }

  async function bidOn(
    { job, heldUntil }: HeldJob,
    body: Bid,
    desk: TaskDesk,
  ): Promise<Signed<Bid> | undefined> {
    const signed = await signBid(parts, body);
    const open = signed && (await keepBid(parts, signed, { job, heldUntil }));
    if (open === undefined) return undefined;
    const { bid } = open;
    const until = parts.clock.monotonic() + bid.body.validForMs;
    const isReserved = desk.reserve({ id: bid.cid, resources: job.body.spec.resources, until });
    if (!isReserved && !has(bid)) return undefined;
    add(open);
    return bid;
  }

  return {
    async find(assignment) {
      const { job, executor, bid: cid } = assignment;
      const open = bids.get(job)?.find(({ bid }) => bid.cid === cid && bid.body.by === executor);
      return open ?? keptBid(parts, assignment);
    },
    async answer({ announcement, job, heldUntil }, desk) {
      const { round } = announcement.body;
      const id = job.cid as string as JobId;
      const decision = decideBid(parts, desk, { id, job: job.body, announcement });
      if (decision.type === "not-asked") return;
      const held = { job, heldUntil };
      const bid = decision.type === "bid" ? await bidOn(held, decision.body, desk) : undefined;
      const answer: BidAnswer =
        bid === undefined
          ? { type: "BidDecline", job: id, round }
          : { type: "BidSubmission", bid, ...proofFor(parts, job.body) };
      parts.logger.debug("a job is answered", { ...jobFields(id), round, answer: decision.type });
      await parts.network.submitBid(managerOf(job.body), answer);
    },
    lost({ job, executor }, desk) {
      const ours = (bids.get(job) ?? []).filter(({ bid }) => bid.body.by !== executor);
      for (const { bid } of ours) desk.release(bid.cid);
    },
    forget: ({ body }) => void bids.delete(body.job),
  };
}
