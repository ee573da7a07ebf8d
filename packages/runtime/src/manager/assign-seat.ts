import {
  type Acceptance,
  type Assignment,
  assignmentRecord,
  type Bid,
  type Cid,
  cidOf,
  claimOf,
  openRecord,
  type Signed,
  within,
} from "@icn-mesh/core";
import type { Hold, Ruling } from "@icn-mesh/economics";
import { type AssignStep, type FailureReason, JOB_DEFAULTS } from "@icn-mesh/mesh";
import { awaitOutputs } from "../inputs/await-outputs.ts";
import { namingInputs } from "../inputs/job-inputs.ts";
import { jobFields } from "../job/job-fields.ts";
import { agreedProofs } from "../quorum/agreed-proofs.ts";
import { claimMs } from "../quorum/claim-time.ts";
import { roomIn } from "./hold-room.ts";
import type { JobDesk } from "./job-desk.ts";
import { hadBids, rankingOf } from "./ranking.ts";
import { resumePoint } from "./resume-point.ts";

/** What came of looking for an executor: one has the seat, or nobody will, and why. */
export type SeatResult = { readonly taken: true } | { readonly taken: false; readonly reason: FailureReason };

type Seat = Pick<AssignStep, "replica" | "attempt">;

/**
 * Gives a seat to the best bidder that accepts it. Nothing is signed before the executor has accepted exactly those
 * bytes, so that no link of the hold is ever spent on somebody who does not want it.
 */
export async function assignSeat(desk: JobDesk, seat: Seat, signal: AbortSignal): Promise<SeatResult> {
  const { parts, book } = desk;
  const inputs = await awaitOutputs(desk, signal);
  if (inputs === undefined) return { taken: false, reason: "invalid-input" };
  const resumeFrom = await resumePoint(desk, signal);
  let asked = 0;
  for (const bid of rankingOf(parts, book)) {
    if (!isFree(desk, bid)) continue;
    asked += 1;
    const hold = await roomFor(desk, bid.body, signal);
    if (hold === undefined) return { taken: false, reason: "internal" };
    if (await offerTo(desk, { seat, bid, hold, inputs, resumeFrom }, signal)) return { taken: true };
    desk.declined.add(bid.body.by);
  }
  return { taken: false, reason: whyNobody(desk, asked) };
}

function whyNobody({ book, declined }: JobDesk, asked: number): FailureReason {
  if (asked > 0 || declined.size > 0) return "not-accepted";
  return hadBids(book) ? "no-suitable-bid" : "no-bids";
}

/** Who failed this job, holds a seat of it, or did not accept, is not asked. */
function isFree({ book: { state }, declined }: JobDesk, { body: { by } }: Signed<Bid>): boolean {
  if (!("seats" in state) || declined.has(by)) return false;
  const isSeated = state.seats.some((seat) => seat.phase !== "vacant" && seat.executor === by);
  return !isSeated && !state.tried.some(({ executor }) => executor === by);
}

/** Waits until the hold has room for one more attempt; undefined where it never will. */
export async function roomFor(
  { parts, book, money }: JobDesk,
  { price }: Bid,
  signal: AbortSignal,
): Promise<Hold | undefined> {
  for (;;) {
    const hold = parts.accounts.own.ledger.hold(book.job.body.hold);
    const room = hold === undefined ? "never" : roomIn(book, hold, price);
    if (room === "never") return undefined;
    if (room === "now") return hold;
    await money.next(signal);
  }
}

/** A seat for a bidder, at the next link of the hold. */
export interface SeatOffer {
  readonly seat: Seat;
  readonly bid: Signed<Bid>;
  readonly hold: Hold;
  /** What other jobs have put out for it. */
  readonly inputs: readonly Cid[];
  /** The checkpoint that it goes on from, if there is one. */
  readonly resumeFrom: Cid | null;
}

/** Offers a seat, and has the assignment in the history if its executor accepts; false if it does not. */
export async function offerTo(desk: JobDesk, offer: SeatOffer, signal: AbortSignal): Promise<boolean> {
  const { parts, book } = desk;
  const body = assignmentFor(desk, offer);
  const bytes = assignmentRecord.codec.encode(body);
  const acceptance = await askExecutor(desk, bytes, { body, signal });
  if (acceptance === undefined) return false;
  const signed = await parts.accounts.own.signAssignment({
    assignment: body,
    job: book.job.bytes,
    bid: offer.bid.bytes,
    acceptance: { body: acceptance.bytes, sig: acceptance.sig },
    ...(await agreedProofs(desk, body)),
  });
  if (!signed.ok) return resumeOffer(desk, signed, signal);
  return record(desk, signed.value.assignment, acceptance);
}

/**
 * The answer of the executor, if it accepts these bytes. Whether it is signed is asked before anything is signed for it.
 * An offer that it has not heard is made again for as long as it has to answer.
 */
async function askExecutor(
  { parts, book }: JobDesk,
  bytes: Uint8Array,
  { body, signal }: { readonly body: Assignment; readonly signal: AbortSignal },
): Promise<Signed<Acceptance> | undefined> {
  const { network, clock } = parts;
  const timeoutMs = book.job.body.acceptMs;
  const answer = await within(clock, { ms: timeoutMs, signal }, async (until) => {
    for (;;) {
      const answered = await network.offerAssignment(body.executor, bytes, { signal: until, timeoutMs });
      if (answered !== "unreachable") return answered;
      await clock.after(OFFER_AGAIN_MS, { signal: until });
    }
  });
  signal.throwIfAborted();
  if (answer === undefined || answer === "declined" || !answer.body.accepted) return undefined;
  const isItsWord = answer.body.by === body.executor && answer.body.assignment === cidOf(bytes);
  return isItsWord ? answer : undefined;
}

const OFFER_AGAIN_MS = 500;

/** An assignment that was signed before a crash: the executor gives the same acceptance of the same bytes again. */
async function resumeOffer(
  desk: JobDesk,
  refused: Extract<Ruling<unknown>, { ok: false }>,
  signal: AbortSignal,
): Promise<boolean> {
  const { refusal } = refused;
  desk.parts.logger.info("assignment not signed", { ...jobFields(desk.book.id), code: refusal.code });
  if (refusal.code !== "ECONOMICS_SLOT_TAKEN" || refusal.by === null) return false;
  const signed = await signedBefore(desk, refusal.by);
  if (signed === undefined) return false;
  const acceptance = await askExecutor(desk, signed.bytes, { body: signed.body, signal });
  if (acceptance === undefined || !desk.parts.verifier.verify(claimOf(acceptance))) return false;
  return record(desk, signed, acceptance);
}

async function signedBefore({ parts }: JobDesk, cid: Cid): Promise<Signed<Assignment> | undefined> {
  const envelope = await parts.storage.get(cid);
  const opened = envelope && openRecord(assignmentRecord, envelope);
  return opened?.ok ? opened.value : undefined;
}

async function record(
  desk: JobDesk,
  assignment: Signed<Assignment>,
  acceptance: Signed<Acceptance>,
): Promise<boolean> {
  const [answer] = await desk.change(() => ({ said: [assignment, acceptance] }));
  if (answer?.answer !== "applied") return false;
  desk.parts.metrics.assigned.add();
  tellOthers(desk, assignment);
  return true;
}

/** Who has lost the round keeps capacity free until it hears so, or until its bid is over; nothing depends on it. */
function tellOthers({ book, parts }: JobDesk, assignment: Signed<Assignment>): void {
  const losers = rankingOf(parts, book).flatMap(({ body: { by } }) =>
    by === assignment.body.executor ? [] : [by],
  );
  for (const loser of losers) {
    parts.network
      .notifyAssignment(loser, { assignment, proof: null })
      .catch((reason: unknown) => parts.logger.debug("a loser was not told", { reason: String(reason) }));
  }
}

function assignmentFor(
  { parts, book }: JobDesk,
  { seat, bid, hold, inputs, resumeFrom }: SeatOffer,
): Assignment {
  const { federation, signer, clock } = parts;
  const { body: job } = book.job;
  const claimBy = clock.now() + claimMs(job, bid.body.needMs);
  return {
    t: "icn/assign/1",
    net: federation.net,
    by: signer.did,
    via: null,
    job: book.id,
    hold: job.hold,
    seq: hold.next,
    prev: hold.head,
    replica: seat.replica,
    attempt: seat.attempt,
    executor: bid.body.by,
    bid: bid.cid,
    price: bid.body.price,
    leaseMs: JOB_DEFAULTS.leaseMs,
    claimBy: Math.min(claimBy, hold.expiresAt),
    resumeFrom,
    sealed: null,
    ...namingInputs(inputs),
  };
}
