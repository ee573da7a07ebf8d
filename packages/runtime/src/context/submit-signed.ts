import {
  type Action,
  type Cid,
  cidOf,
  claimOf,
  type Job,
  type JobId,
  type Logger,
  type Operation,
  type RefChange,
  replicaCount,
  type Signed,
  sealRecord,
} from "@icn-mesh/core";
import type { Ruling } from "@icn-mesh/economics";
import { faultInInputs } from "../inputs/input-fault.ts";
import type { BookExtras } from "../job/book-store.ts";
import { createJobBook } from "../job/job-book.ts";
import { jobFields } from "../job/job-fields.ts";
import { refNames } from "../job/ref-names.ts";
import { certifyForeign } from "../mana/certify-operation.ts";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { keepNamed } from "../payloads/keep-named.ts";
import type { Claim } from "../quota/quotas.ts";
import { takeSeat } from "../quota/take-seat.ts";
import type { SubmitRefusal, SubmitResult } from "./submit-job.ts";

/** A job and the operation that holds its budget, both signed by the creator, whose key this node does not have. */
export interface SignedSubmission {
  readonly job: Signed<Job>;
  readonly operation: Signed<Operation>;
  readonly idempotencyKey?: string;
  /** Ends the waiting for guards, with its reason, and with it the submission, of which nothing is kept then. */
  readonly signal?: AbortSignal;
}

/** What taking one in needs. */
export interface SignedSubmitParts {
  readonly parts: ManagerParts;
  readonly manager: JobManager;
  readonly logger: Logger;
}

/**
 * Has the hold of a job certified that names this node as its manager, and takes the job in. What nobody pays for is
 * not stored: anybody can make a key. A creator that heard no answer submits the same bytes again.
 */
export async function submitSigned(
  { parts, manager, logger }: SignedSubmitParts,
  submission: SignedSubmission,
): Promise<SubmitResult> {
  const { job } = submission;
  const id = job.cid as string as JobId;
  const fault = faultIn(parts, submission);
  if (fault !== undefined) return { ok: false, refusal: fault };
  const before = await submittedBefore(parts, submission);
  if (before !== null) return { ok: true, job: before, isNew: false };
  if (parts.isRetiring()) return { ok: false, refusal: { code: "RUNTIME_LEAVING" } };
  const missing = await faultInInputs(parts, manager, job.body.spec);
  if (missing !== undefined) return { ok: false, refusal: missing };
  await keepNamed(parts.payloads, job.body);
  const admission = parts.quotas.admit(claimIn(submission));
  if (!admission.ok) return admission;
  const { seat } = admission;
  const write = () => certifyAndWrite(parts, submission, seat.extras(id));
  const written = await takeSeat(parts.storage, { seat, write, job: () => id });
  if (!written.ok) return written;
  if (written.value !== undefined) return { ok: true, job: written.value, isNew: false };
  const book = createJobBook(job);
  book.adopt(book.plan([job]));
  await manager.manage(book);
  parts.metrics.submitted.add();
  logger.info("a job is submitted", { ...jobFields(id), account: job.body.by });
  return { ok: true, job: id, isNew: true };
}

const FOR_EVER = new AbortController().signal;

function faultIn(
  { signer, verifier, kinds, federation }: ManagerParts,
  { job, operation }: SignedSubmission,
): SubmitRefusal | undefined {
  const { body } = job;
  const wrong = (path: string, message: string) => ({ code: "RUNTIME_INVALID_SPEC", path, message }) as const;
  if (body.net !== federation.net) return wrong("net", "it is for another federation");
  if (body.manager !== signer.did) return wrong("manager", "it names another manager");
  if (kinds.rule(body.spec.kind.type) === undefined)
    return { code: "RUNTIME_UNKNOWN_KIND", kind: body.spec.kind.type };
  const kind = kinds.faultIn(body.spec.kind);
  if (kind !== undefined) return wrong(kind.path, kind.message);
  const action = operation.body.do[body.hold.index];
  if (!isHoldFor(action, job) || operation.body.by !== body.by || operation.body.seq !== body.hold.seq)
    return wrong("hold", "the operation does not hold for it");
  if (operation.body.seq === 0 && !operation.body.do.some(opensAccount))
    return { code: "ECONOMICS_UNKNOWN_ACCOUNT" };
  const isSigned = verifier.verify(claimOf(job)) && verifier.verify(claimOf(operation));
  return isSigned ? undefined : { code: "ECONOMICS_BAD_SIGNATURE", by: body.by };
}

/** The first operation of an account takes in what it spends; guards would wait for one before it. */
function opensAccount({ type }: Action): boolean {
  return type === "receive" || type === "regenerate";
}

async function submittedBefore(
  { storage }: ManagerParts,
  { job, idempotencyKey }: SignedSubmission,
): Promise<JobId | null> {
  const id = job.cid as string as JobId;
  if ((await storage.ref(refNames.job(id))) !== null || (await storage.ref(refNames.done(id))) !== null)
    return id;
  if (idempotencyKey === undefined) return null;
  return (await storage.ref(refNames.idempotency(job.body.by, idempotencyKey))) as JobId | null;
}

/** What the operation holds for the job; that it does was checked. */
function claimIn({ job: { body }, operation }: SignedSubmission): Claim {
  const action = operation.body.do[body.hold.index];
  return { account: body.by, unit: body.unit, amount: action?.type === "hold" ? action.amount : 0n };
}

function isHoldFor(action: Action | undefined, { cid, body }: Signed<Job>): boolean {
  if (action?.type !== "hold" || action.job !== (cid as string)) return false;
  return action.unit === body.unit && action.amount >= body.budget * BigInt(replicaCount(body));
}

async function certifyAndWrite(
  parts: ManagerParts,
  submission: SignedSubmission,
  extras: Required<BookExtras>,
): Promise<Ruling<JobId | undefined>> {
  const { operation, signal = FOR_EVER } = submission;
  const certified = await certifyForeign(parts, operation, signal);
  return certified.ok
    ? { ok: true, value: await writeOrFind(parts, submission, extras) }
    : { ok: false, refusal: certified.refusal };
}

/** One commit: the job as the beginning of its history, what holds for it, and the key; or the job that is there already. */
async function writeOrFind(
  { storage }: ManagerParts,
  { job, operation, idempotencyKey }: SignedSubmission,
  extras: Required<BookExtras>,
): Promise<JobId | undefined> {
  const id = job.cid as string as JobId;
  const [entry] = createJobBook(job).plan([job]).entries;
  if (entry === undefined) return undefined;
  const envelope = sealRecord(operation);
  const refs: RefChange[] = [
    { name: refNames.job(id), expect: null, to: entry.cid },
    { name: refNames.holdEnvelope(id), expect: null, to: cidOf(envelope, "raw") },
    { name: refNames.done(id), expect: null, to: null },
    ...extras.refs,
  ];
  if (idempotencyKey !== undefined)
    refs.push({ name: refNames.idempotency(job.body.by, idempotencyKey), expect: null, to: id as Cid });
  const blocks = [
    { bytes: job.bytes },
    { bytes: entry.bytes },
    { codec: "raw" as const, bytes: envelope },
    ...extras.blocks,
  ];
  const result = await storage.commit({ blocks, refs });
  if (result.ok) return undefined;
  if (idempotencyKey === undefined) return id;
  const known = await storage.ref(refNames.idempotency(job.body.by, idempotencyKey));
  return (known ?? id) as JobId;
}
