import {
  type Announcement,
  announcementRecord,
  certificateCodec,
  type Did,
  type Job,
  type JobId,
  openEnvelope,
  type RefChange,
  readRecord,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { operationSlot, type Proof } from "@icn-mesh/economics";
import { type FailureReason, invitedShare } from "@icn-mesh/mesh";
import { RuntimeError } from "../errors.ts";
import { awaitOutputs } from "../inputs/await-outputs.ts";
import type { JobBook } from "../job/job-book.ts";
import { jobFields } from "../job/job-fields.ts";
import { refNames } from "../job/ref-names.ts";
import { createBidding } from "./bidding.ts";
import { isFunded } from "./is-funded.ts";
import type { JobDesk } from "./job-desk.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { tellNeighbours } from "./tell-neighbours.ts";

/**
 * Opens a round of bidding. The announcement is written with the decision, so that after a crash the same bytes are
 * sent again; whoever answers at once finds the round open, for it is open here before it is announced.
 */
export async function openRound(desk: JobDesk, round: number, signal: AbortSignal): Promise<void> {
  const { parts, book } = desk;
  if (!(await isFunded(parts, book, signal))) return endBefore(desk, "unfunded");
  if ((await awaitOutputs(desk, signal)) === undefined) return endBefore(desk, "invalid-input");
  const announcement = await announcementFor(parts, book, round);
  signal.throwIfAborted();
  desk.bidding = createBidding(parts, book, { round, invited: invitedTo(parts, book, announcement) });
  desk.announcement = announcement;
  const { cid, bytes } = announcement;
  const name = refNames.announcement(book.id);
  const expect = await parts.storage.ref(name);
  await desk.change(() => ({
    said: [...beginning(book), { type: "opened", round, at: parts.clock.now() }],
    extras: { blocks: [{ bytes }], refs: [{ name, expect, to: cid }] },
  }));
}

async function endBefore({ book, parts, change }: JobDesk, reason: FailureReason): Promise<void> {
  const at = parts.clock.now();
  await change(() => ({ said: [...beginning(book), { type: "ended", status: "failed", reason, at }] }));
}

/** The history of a job begins with the job itself, so that it carries the creator's signature. */
export function beginning(book: JobBook): readonly JobBook["job"][] {
  return book.head === null ? [book.job] : [];
}

/**
 * Publishes the round that is open; where all who are invited are neighbours, they alone are told. Where gossip
 * reaches nobody, or drops what it has carried before a restart in which the bids were lost, those who are known to be
 * invited are told directly, until the signal aborts.
 */
export async function announceRound(desk: JobDesk, round: number, signal: AbortSignal): Promise<void> {
  const { parts, book } = desk;
  const fresh = desk.announcement;
  desk.announcement = undefined;
  const announcement = fresh?.body.round === round ? fresh : await keptAnnouncement(parts, book);
  if (announcement === undefined || announcement.body.round !== round) return;
  const isAgain = desk.bidding === undefined;
  const invited = invitedTo(parts, book, announcement);
  desk.bidding ??= createBidding(parts, book, { round, invited });
  if (isInPlace(parts, book)) return void (await parts.network.announceJob(announcement, "this-node"));
  const direct = isAgain ? undefined : tellNeighbours(parts, { announcement, invited }, signal);
  const publish = () => parts.network.announceJob(announcement, "everybody");
  if (direct !== undefined) {
    const told = direct.then((isTold) => (isTold || signal.aborted ? undefined : publish()));
    return warnOfFailure(desk, told, signal);
  }
  const peers = await publish();
  if (peers === 0 || isAgain) warnOfFailure(desk, tellInvited(desk, announcement, signal), signal);
}

/** Nobody waits for the telling: executors may come for as long as the round is open. */
function warnOfFailure({ parts, book }: JobDesk, telling: Promise<unknown>, signal: AbortSignal): void {
  telling.catch((reason: unknown) => {
    if (!signal.aborted)
      parts.logger.warn("executors were not told", { ...jobFields(book.id), reason: String(reason) });
  });
}

const TELL_AGAIN_MS = 1000;

/** Whom discovery finds later is told later. */
async function tellInvited(
  { parts, book }: JobDesk,
  announcement: Signed<Announcement>,
  signal: AbortSignal,
): Promise<void> {
  const { network, clock } = parts;
  const told = new Set<Did>();
  const wait = { signal, timeoutMs: TELL_AGAIN_MS };
  for (;;) {
    const missing = invitedTo(parts, book, announcement).filter((executor) => !told.has(executor));
    const heard = await network.announceTo(missing, announcement, wait);
    for (const [index, executor] of missing.entries()) if (heard[index] === true) told.add(executor);
    await clock.after(TELL_AGAIN_MS, { signal });
  }
}

/** What no round needs any more. */
export async function announcementGone(
  { storage }: ManagerParts,
  book: JobBook,
): Promise<readonly RefChange[]> {
  const name = refNames.announcement(book.id);
  const expect = await storage.ref(name);
  return expect === null ? [] : [{ name, expect, to: null }];
}

/** Work of a kind that its creator's own node runs, where that is this node. */
function isInPlace({ kinds, accounts }: ManagerParts, { job: { body } }: JobBook): boolean {
  return kinds.runsInPlace(body.spec) && accounts.signerOf(body.by) !== undefined;
}

function invitedTo(parts: ManagerParts, book: JobBook, { body }: Signed<Announcement>): readonly Did[] {
  const { by } = book.job.body;
  return isInPlace(parts, book) ? [by] : parts.directory.invited(book.id, book.job.body, body.invitedShare);
}

/** Signed again rather than read with its signature: the same key over the same bytes gives the same signature. */
async function keptAnnouncement(
  { storage, signer }: ManagerParts,
  book: JobBook,
): Promise<Signed<Announcement> | undefined> {
  const cid = await storage.ref(refNames.announcement(book.id));
  const bytes = cid === null ? undefined : await storage.get(cid);
  if (bytes === undefined) return undefined;
  const read = readRecord(announcementRecord, bytes, await signer.sign(bytes));
  return read.ok ? read.value : undefined;
}

async function announcementFor(
  parts: ManagerParts,
  book: JobBook,
  round: number,
): Promise<Signed<Announcement>> {
  const { federation, signer, directory, invitation } = parts;
  const { bytes: body, sig, body: job } = book.job;
  const announcement: Announcement = {
    t: "icn/announce/1",
    net: federation.net,
    by: signer.did,
    via: null,
    job: { body, sig },
    hold: await provenHold(parts, book),
    round,
    closesInMs: job.bidWindowMs,
    invitedShare: invitedShare({ known: directory.known, round }, invitation),
  };
  return signRecord(announcementRecord, announcement, signer);
}

/** The operation that holds the budget, with the votes that certify it: put together once for all jobs of an operation. */
async function provenHold(
  parts: ManagerParts,
  { id, job: { body: job } }: JobBook,
): Promise<Announcement["hold"]> {
  const { federation, accounts, shownHolds } = parts;
  const client = accounts.clientOf(job.by) ?? accounts.own;
  const proof = await client.proof(operationSlot(federation.net, job.hold.account, job.hold.seq));
  if (proof === undefined) throw unproven(id);
  const known = shownHolds.get(proof);
  if (known !== undefined) return known;
  const showing = shownHold(parts, proof, { job, id });
  shownHolds.set(proof, showing);
  showing.catch(() => shownHolds.delete(proof));
  return showing;
}

async function shownHold(
  parts: ManagerParts,
  { body, certificate }: Proof,
  of: { readonly job: Job; readonly id: JobId },
): Promise<Announcement["hold"]> {
  const sig = body && (await holdSignature(parts, { ...of, body }));
  if (body === null || sig === null) throw unproven(of.id);
  const { epoch, votes } = certificateCodec.parse(certificate);
  return { body, sig, epoch, votes };
}

function unproven(job: JobId): RuntimeError {
  return new RuntimeError("the hold is not certified here", { code: "RUNTIME_HOLD_UNPROVEN", job });
}

/** Of an account whose key is here it is made again; a client that has its own key brought it. */
async function holdSignature(
  { accounts, storage }: ManagerParts,
  { job, id, body }: { readonly job: Job; readonly id: JobId; readonly body: Uint8Array },
): Promise<Uint8Array | null> {
  const signer = accounts.signerOf(job.by);
  if (signer !== undefined) return signer.sign(body);
  const kept = await storage.ref(refNames.holdEnvelope(id));
  const envelope = kept === null ? undefined : await storage.get(kept);
  const opened = envelope && openEnvelope(envelope);
  return opened?.ok ? opened.signature : null;
}
