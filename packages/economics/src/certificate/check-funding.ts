import {
  type Action,
  type Announcement,
  type Certificate,
  type Cid,
  cidOf,
  claimOf,
  type Job,
  type JobId,
  jobRecord,
  managerOf,
  type Operation,
  operationRecord,
  replicaCount,
  type Signed,
  type Verifier,
} from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { operationSlot } from "../money-slot.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import type { KnownFact } from "../settlement/judge.ts";
import { claimsOfCertificate } from "./check-certificate.ts";
import type { KnownHolds } from "./known-holds.ts";

/** What an executor knows when it looks at an announcement. */
export interface FundingContext {
  readonly federation: Federation;
  readonly verifier: Verifier;
  readonly now: number;
  /** True where the executor's owner trusts this federation even if its only guards are the creator or manager. */
  readonly isTrusted: boolean;
  /** The job and its name, where the bytes in this announcement have been read before. */
  readonly job?: KnownFact<Job> | undefined;
  /** Where the operations of other announcements are remembered. */
  readonly knownHolds?: KnownHolds | undefined;
}

/** A job whose budget is held for it, and until when it is. */
export interface FundedJob {
  readonly job: Job;
  readonly heldUntil: number;
}

/**
 * Whether the budget of an announced job is held for it, without asking anybody: one verification for the
 * announcement and one for each vote. The guards have verified the hold, and the hold names the job.
 */
export function checkFunding(announcement: Signed<Announcement>, context: FundingContext): Ruling<FundedJob> {
  const { body } = announcement;
  const job = context.job === undefined ? readJob(body.job.body) : granted(context.job);
  if (!job.ok) return job;
  const outcome = cidOf(body.hold.body);
  const known = context.knownHolds?.find(outcome, body.hold);
  const operation = known === undefined ? readOperation(body.hold.body) : granted(known.operation);
  if (!operation.ok) return operation;
  const funded: Funded = { announcement: body, job: job.value, operation: operation.value, outcome };
  const held = holdIn(funded, context.now + context.federation.constitution.marginMs);
  if (!held.ok) return held;
  const fault = faultInVotes(funded, context);
  if (fault !== undefined) return refused(fault);
  const { federation, verifier } = context;
  const claims = known?.isCertified
    ? granted([])
    : claimsOfCertificate(federation, certificateIn(funded, federation));
  if (!claims.ok) return claims;
  const forged = [claimOf(announcement), ...claims.value].find((claim) => !verifier.verify(claim));
  if (forged !== undefined) return refused({ code: "ECONOMICS_BAD_SIGNATURE", by: forged.by });
  if (!known?.isCertified) context.knownHolds?.add(outcome, body.hold, operation.value);
  return granted({ job: job.value.body, heldUntil: held.value.expiresAt });
}

function readOperation(bytes: Uint8Array): Ruling<Operation> {
  const operation = operationRecord.codec.decode(bytes);
  return operation.ok
    ? granted(operation.value)
    : refused({ code: "ECONOMICS_BAD_BYTES", refusal: operation.refusal });
}

function readJob(bytes: Uint8Array): Ruling<KnownFact<Job>> {
  const job = jobRecord.codec.decode(bytes);
  return job.ok
    ? granted({ cid: cidOf(bytes), body: job.value })
    : refused({ code: "ECONOMICS_BAD_BYTES", refusal: job.refusal });
}

interface Funded {
  readonly announcement: Announcement;
  readonly job: KnownFact<Job>;
  readonly operation: Operation;
  /** The name of the operation, which its votes are for. */
  readonly outcome: Cid;
}

function certificateIn(
  { announcement: { hold }, operation, outcome }: Funded,
  { net }: Federation,
): Certificate {
  const slot = operationSlot(net, operation.by, operation.seq);
  return { t: "icn/cert/1", net, epoch: hold.epoch, slot, outcome, votes: hold.votes };
}

type HoldAction = Extract<Action, { type: "hold" }>;

function holdIn({ announcement, job, operation }: Funded, now: number): Ruling<HoldAction> {
  const { cid, body } = job;
  const { hold } = body;
  const action = operation.do[hold.index];
  const isPlaced = operation.by === body.by && body.by === hold.account && operation.seq === hold.seq;
  if (!isPlaced || !isHoldFor(action, cid as string as JobId))
    return refused({ code: "ECONOMICS_WRONG_JOB" });
  if (announcement.by !== managerOf(body)) return refused({ code: "ECONOMICS_NOT_MANAGER" });
  if (action.unit !== body.unit) return refused({ code: "ECONOMICS_WRONG_UNIT", unit: action.unit });
  if (action.amount < body.budget * BigInt(replicaCount(body)))
    return refused({ code: "ECONOMICS_ABOVE_HOLD", free: action.amount });
  const needed = now + announcement.closesInMs + body.acceptMs + body.maxExecutionMs;
  return needed <= action.expiresAt ? granted(action) : refused({ code: "ECONOMICS_CLAIM_OUT_OF_REACH" });
}

function isHoldFor(action: Action | undefined, job: JobId): action is HoldAction {
  return action?.type === "hold" && action.job === job;
}

/** A creator that guards itself could certify any hold: some vote has to be of somebody else. */
function faultInVotes(
  { announcement, job: { body: job } }: Funded,
  { isTrusted }: FundingContext,
): ManaRefusal | undefined {
  const isIndependent = announcement.hold.votes.some(({ by }) => by !== job.by && by !== managerOf(job));
  return isIndependent || isTrusted ? undefined : { code: "ECONOMICS_NOT_INDEPENDENT" };
}
