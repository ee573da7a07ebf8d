import {
  type Cid,
  CoreError,
  cidOf,
  type Did,
  type HoldId,
  type Job,
  type JobId,
  type JobSpec,
  jobRecord,
  type Logger,
  type RefChange,
  type Rng,
  readRecord,
  replicaCount,
} from "@icn-mesh/core";
import { type ManaClient, type ManaRefusal, priceByReputation } from "@icn-mesh/economics";
import { RuntimeError } from "../errors.ts";
import { faultInInputs, type InputRefusal } from "../inputs/input-fault.ts";
import { createJobBook } from "../job/job-book.ts";
import { jobFields } from "../job/job-fields.ts";
import { refNames } from "../job/ref-names.ts";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { keepNamed } from "../payloads/keep-named.ts";
import type { QuotaRefusal } from "../quota/quota.ts";
import type { Claim } from "../quota/quotas.ts";
import { takeSeat } from "../quota/take-seat.ts";
import { withSeat } from "../quota/with-seat.ts";
import { faultInWork, type WorkRefusal } from "./fault-in-work.ts";
import { holdMs, jobTerms, waitMs } from "./job-terms.ts";
import type { JobTerms, SubmitOptions } from "./submit-options.ts";

/** A job that is held for and in the hands of its manager, or why there is none. */
export type SubmitResult =
  | { readonly ok: true; readonly job: JobId; readonly isNew: boolean }
  | { readonly ok: false; readonly refusal: SubmitRefusal };

/** Why a job was not taken. Nothing was stored and nothing is held. */
export type SubmitRefusal =
  | WorkRefusal
  | InputRefusal
  | { readonly code: "RUNTIME_JOB_TOO_LARGE" }
  | QuotaRefusal
  | { readonly code: "RUNTIME_LEAVING" }
  | ManaRefusal;

/** What a job would hold, or why it would not be taken. */
export type SubmitEstimate =
  | {
      readonly ok: true;
      readonly budget: bigint;
      /** The budget of every replica, and what is to spare. */
      readonly hold: bigint;
    }
  | { readonly ok: false; readonly refusal: SubmitRefusal };

/** What to run, and what it may cost at a reputation of zero. */
export interface Submission {
  readonly manifest: Cid | null;
  readonly spec: JobSpec;
  readonly cost: bigint;
  readonly options: SubmitOptions;
}

/** What submitting takes. */
export interface SubmitParts {
  readonly parts: ManagerParts;
  readonly manager: JobManager;
  readonly rng: Rng;
  readonly logger: Logger;
}

/**
 * Submits a job: one commit writes the job, the operation that holds its budget, and the key under which it was
 * submitted; once the guards have certified the hold, its manager takes it up.
 */
export async function submitJob(submit: SubmitParts, submission: Submission): Promise<SubmitResult> {
  return submitAs(submit, await clientFor(submit.parts, submission.options), submission);
}

/** Looks at a submission as if it were made, and writes nothing. */
export async function estimateSubmission(
  submit: SubmitParts,
  submission: Submission,
): Promise<SubmitEstimate> {
  const { account } = await clientFor(submit.parts, submission.options);
  const fault =
    (await faultIn(submit, submission, account)) ??
    (await faultInInputs(submit.parts, submit.manager, submission.spec));
  if (fault !== undefined) return { ok: false, refusal: fault };
  const budget = priceFor(submit.parts, account, submission.cost);
  return { ok: true, budget, hold: claimOf(submit.parts, account, submission).amount };
}

/** The same for an account whose key is here. */
export async function submitAs(
  submit: SubmitParts,
  client: ManaClient,
  submission: Submission,
): Promise<SubmitResult> {
  const { parts } = submit;
  const fault = await faultIn(submit, submission, client.account);
  if (fault !== undefined) return { ok: false, refusal: fault };
  const known = await submittedBefore(parts, client.account, submission.options);
  if (known !== null) return { ok: true, job: known, isNew: false };
  if (parts.isRetiring()) return { ok: false, refusal: { code: "RUNTIME_LEAVING" } };
  const missing = await faultInInputs(parts, submit.manager, submission.spec);
  if (missing !== undefined) return { ok: false, refusal: missing };
  if (!(await keepNamed(parts.payloads, submission))) return unknownManifest(submission);

  const admission = parts.quotas.admit(claimOf(parts, client.account, submission));
  if (!admission.ok) return admission;
  const { seat } = admission;
  const { options } = submission;
  const also = withSeat(seat, options.also);
  const draft = createDraft(submit, { ...submission, options: { ...options, also } }, client.account);
  const write = () => client.perform(draft.request);
  const held = await takeSeat(parts.storage, { seat, write, job: () => draft.job().id || undefined });
  const job = draft.job();
  if (!held.ok) return refusedHold(submit, { refusal: held.refusal, client, submission, job });
  parts.metrics.submitted.add();
  submit.logger.info("a job is submitted", { ...jobFields(job.id), account: client.account });
  await takeUp(submit, job, client.account);
  return { ok: true, job: job.id, isNew: true };
}

/** What a submission holds. */
function claimOf(parts: ManagerParts, account: Did, { cost, options }: Submission): Claim {
  const terms = jobTerms(options);
  const amount = priceFor(parts, account, cost) * BigInt(replicaCount(terms)) + (options.spare ?? 0n);
  return { account, unit: terms.unit, amount };
}

async function faultIn(
  { parts }: SubmitParts,
  submission: Submission,
  account: Did,
): Promise<SubmitRefusal | undefined> {
  const fault = await faultInWork(parts, submission);
  return fault ?? (fits(parts, submission, account) ? undefined : { code: "RUNTIME_JOB_TOO_LARGE" });
}

function unknownManifest({ manifest }: Submission): SubmitResult {
  return { ok: false, refusal: { code: "RUNTIME_UNKNOWN_MANIFEST", manifest: manifest as Cid } };
}

async function clientFor({ accounts }: ManagerParts, { principal }: SubmitOptions): Promise<ManaClient> {
  return principal === undefined ? accounts.own : accounts.principal(principal);
}

async function submittedBefore(
  { storage }: ManagerParts,
  account: Did,
  { idempotencyKey }: SubmitOptions,
): Promise<JobId | null> {
  if (idempotencyKey === undefined) return null;
  return (await storage.ref(refNames.idempotency(account, idempotencyKey))) as JobId | null;
}

/** Asked before the job is made, for what cannot be encoded would spoil the operation that it is put into. */
function fits(parts: ManagerParts, submission: Submission, account: Did): boolean {
  const hold = { account, seq: Number.MAX_SAFE_INTEGER, index: 255 };
  const terms = jobTerms(submission.options);
  const widest = {
    budget: LARGEST_AMOUNT,
    terms,
    nonce: new Uint8Array(NONCE_BYTES),
    createdAt: hold.seq,
    hold,
  };
  try {
    jobRecord.codec.encode(jobBody(parts, submission, widest));
    return true;
  } catch (error) {
    if (error instanceof CoreError) return false;
    throw error;
  }
}

const NONCE_BYTES = 16;
const LARGEST_AMOUNT = 2n ** 63n - 1n;

interface EncodedJob {
  readonly id: JobId;
  readonly bytes: Uint8Array;
}

interface Draft {
  readonly request: Parameters<ManaClient["perform"]>[0];
  job(): EncodedJob;
}

/** A job names the place of its hold, which is known only when the operation is put together. */
function createDraft(submit: SubmitParts, submission: Submission, account: Did): Draft {
  const { parts, rng } = submit;
  const { also } = submission.options;
  const terms = jobTerms(submission.options);
  const budget = priceFor(parts, account, submission.cost);
  const fixed = { budget, terms, nonce: rng.bytes(NONCE_BYTES), createdAt: parts.clock.now() };
  const expiresAt =
    fixed.createdAt +
    waitMs(submission.spec, submission.options.openForMs) +
    holdMs(terms, parts.federation.constitution, submission.options.openForMs);
  const { amount } = claimOf(parts, account, submission);
  let job: EncodedJob = { id: "" as JobId, bytes: new Uint8Array(0) };

  return {
    request: {
      action(hold) {
        const bytes = jobRecord.codec.encode(jobBody(parts, submission, { ...fixed, hold }));
        job = { id: cidOf(bytes) as string as JobId, bytes };
        return { type: "hold", job: job.id, unit: terms.unit, amount, expiresAt };
      },
      // Read when the operation is written, after the action was made.
      get blocks() {
        return [{ bytes: job.bytes }, ...(also?.(job.id).blocks ?? [])];
      },
      get refs() {
        return [...refsFor(job.id, account, submission.options), ...(also?.(job.id).refs ?? [])];
      },
    },
    job: () => job,
  };
}

function refsFor(id: JobId, account: Did, { idempotencyKey }: SubmitOptions): readonly RefChange[] {
  const refs = [{ name: refNames.job(id), expect: null, to: id as Cid }];
  if (idempotencyKey === undefined) return refs;
  return [...refs, { name: refNames.idempotency(account, idempotencyKey), expect: null, to: id as Cid }];
}

function priceFor({ federation, reputation }: ManagerParts, account: Did, cost: bigint): bigint {
  return priceByReputation(cost, reputation.reputation(account), federation.constitution.minBudget);
}

interface FixedTerms {
  readonly budget: bigint;
  readonly terms: JobTerms;
  readonly nonce: Uint8Array;
  readonly createdAt: number;
  readonly hold: HoldId;
}

function jobBody(
  { federation, signer }: ManagerParts,
  { manifest, spec }: Submission,
  { budget, terms, nonce, createdAt, hold }: FixedTerms,
): Job {
  const manager = hold.account === signer.did ? {} : { manager: signer.did };
  return {
    t: "icn/job/1",
    net: federation.net,
    by: hold.account,
    via: null,
    nonce,
    ...manager,
    hold,
    budget,
    manifest,
    spec,
    createdAt,
    ...terms,
    sealTo: null,
  };
}

interface RefusedHold {
  readonly refusal: ManaRefusal;
  readonly client: ManaClient;
  readonly submission: Submission;
  readonly job: EncodedJob;
}

/** A refusal before the write stored nothing; the same key in another hand's write means that the job is there. */
async function refusedHold(submit: SubmitParts, refused: RefusedHold): Promise<SubmitResult> {
  const { refusal, client, submission, job } = refused;
  const { storage } = submit.parts;
  const known = await submittedBefore(submit.parts, client.account, submission.options);
  if (known !== null && known !== job.id) return { ok: true, job: known, isNew: false };
  if ((await storage.ref(refNames.job(job.id))) !== null) await takeUp(submit, job, client.account);
  return { ok: false, refusal };
}

/** Hands a stored job to its manager, which ends it at once where the guards have refused its hold. */
async function takeUp({ parts, manager }: SubmitParts, job: EncodedJob, account: Did): Promise<void> {
  const signer = parts.accounts.signerOf(account);
  if (signer === undefined)
    throw new RuntimeError("the key is not here", { code: "RUNTIME_NOT_OUR_ACCOUNT", account });
  const signed = readRecord(jobRecord, job.bytes, await signer.sign(job.bytes));
  if (signed.ok) await manager.manage(createJobBook(signed.value));
}
