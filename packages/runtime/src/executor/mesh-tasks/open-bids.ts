import {
  type Assignment,
  type Bid,
  type Cid,
  createBoundedMap,
  type JobId,
  type Signed,
} from "@icn-mesh/core";
import type { TaskDesk } from "../task-source.ts";
import type { OpenBid } from "./accept-offer.ts";
import { keptBid } from "./kept-bid.ts";
import type { MeshTaskParts } from "./mesh-task-parts.ts";

/** The bids that this executor has made and that may still win. */
export interface OpenBids {
  /** The bid that an assignment names, also where it was made before a restart. */
  find(assignment: Pick<Assignment, "bid" | "executor" | "job">): Promise<OpenBid | undefined>;
  add(open: OpenBid): void;
  has(bid: Signed<Bid>): boolean;
  /** A bid for a job, by its name. */
  of(bid: Cid, job: JobId): Signed<Bid> | undefined;
  /** Another executor has the job: what was kept free for it is free. The bid may yet be the next best. */
  lost(assignment: Pick<Assignment, "executor" | "job">, desk: TaskDesk): void;
  forget(bid: Signed<Bid>): void;
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

  const of = (bid: Cid, job: JobId): Signed<Bid> | undefined =>
    bids.get(job)?.find((open) => open.bid.cid === bid)?.bid;

  return {
    async find(assignment) {
      const { job, executor, bid: cid } = assignment;
      const open = bids.get(job)?.find(({ bid }) => bid.cid === cid && bid.body.by === executor);
      return open ?? keptBid(parts, assignment);
    },
    add(open) {
      forgetOld();
      const { job, by } = open.bid.body;
      const others = (bids.get(job) ?? []).filter(({ bid }) => bid.body.by !== by);
      bids.set(job, [...others, open]);
    },
    has: ({ cid, body }) => of(cid, body.job) !== undefined,
    of,
    lost({ job, executor }, desk) {
      const open = bids.get(job) ?? [];
      const ours = open.filter(({ bid }) => bid.body.by !== executor);
      for (const { bid } of ours) desk.release(bid.cid);
      if (ours.length === open.length) bids.delete(job); // if it is the next best after all, the store has it
    },
    forget: ({ body }) => void bids.delete(body.job),
  };
}
