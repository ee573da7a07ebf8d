import {
  type Acceptance,
  type Assignment,
  acceptanceRecord,
  type Bid,
  cidOf,
  holdSlot,
  type Job,
  managerOf,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { inputCids } from "../../inputs/job-inputs.ts";
import { jobFields } from "../../job/job-fields.ts";
import { refNames } from "../../job/ref-names.ts";
import type { AssignmentOffer } from "../../network/inboxes.ts";
import type { MeshTaskParts } from "./mesh-task-parts.ts";
import type { WorkStart } from "./work-place.ts";
import { type WorkRecord, workRecord } from "./work-record.ts";

/** A bid that this executor has made, and the job that it is for. */
export interface OpenBid {
  readonly bid: Signed<Bid>;
  readonly job: Signed<Job>;
  /** Until when it may yet be the next best, if the first attempt comes to nothing; on the monotonic clock. */
  readonly until: number;
}

/** Why an offer is not one that the bid allows; undefined where it is. */
export function faultInOffer(
  { body, from }: AssignmentOffer,
  { bid, job }: OpenBid,
  now: number,
): string | undefined {
  if (body.by !== managerOf(job.body) || body.by !== from) return "not-manager";
  if (body.job !== job.cid || body.bid !== bid.cid || body.executor !== bid.body.by) return "other-bid";
  if (body.price !== bid.body.price) return "other-price";
  if (holdSlot(body.hold) !== holdSlot(job.body.hold)) return "other-hold";
  if (inputCids(job.body.spec, body) === undefined) return "inputs-not-named";
  if (body.claimBy < now + bid.body.needMs) return "too-late";
  return undefined;
}

/** Signs the acceptance of exactly these bytes, and writes it with what is needed to keep the promise. */
export async function acceptOffer(
  parts: MeshTaskParts,
  { body, bytes }: AssignmentOffer,
  { bid, job, signer }: OpenBid & { readonly signer: Signer },
): Promise<{ readonly start: WorkStart; readonly acceptance: Signed<Acceptance> } | undefined> {
  const assignment = { cid: cidOf(bytes), body, bytes };
  const acceptance = await signRecord(acceptanceRecord, acceptanceOf(body, assignment.cid, bid), signer);
  const record: WorkRecord = {
    t: "icn-mesh/work/1",
    phase: "accepted",
    account: bid.body.by,
    manager: body.by,
    job: { cid: job.cid, sig: job.sig },
    bid: { cid: bid.cid, sig: bid.sig },
    assignment: { cid: assignment.cid, sig: null },
    acceptance: { cid: acceptance.cid, sig: acceptance.sig },
    runs: 0,
    checkpoint: null,
    word: null,
    commit: null,
    commits: null,
    sealed: null,
    isHeard: false,
    keeps: [],
  };
  const written = workRecord.codec.encode(record);
  const name = refNames.work(bid.cid);
  const result = await parts.storage.commit({
    blocks: [written, bytes, job.bytes, bid.bytes, acceptance.bytes].map((each) => ({ bytes: each })),
    refs: [{ name, expect: await parts.storage.ref(name), to: cidOf(written) }],
  });
  if (result.ok) parts.logger.debug("an offer is accepted", jobFields(body.job));
  return result.ok
    ? { start: { facts: { job, bid, assignment }, record, word: null }, acceptance }
    : undefined;
}

function acceptanceOf(
  { net }: Assignment,
  assignment: Acceptance["assignment"],
  { body: { by } }: Signed<Bid>,
): Acceptance {
  return { t: "icn/accept/1", net, by, via: null, assignment, accepted: true };
}
