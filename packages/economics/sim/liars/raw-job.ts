import {
  type Assignment,
  assignmentRecord,
  type Close,
  closeRecord,
  type Did,
  type HoldId,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { linkSlot, type Proof } from "@icn-mesh/economics";
import { sampleAcceptance, sampleAssignment, sampleBid, sampleJob } from "@icn-mesh/economics/testing";
import { START_MS } from "../world/start.ts";
import type { World } from "../world/world.ts";
import type { Hand } from "./hand.ts";
import type { Scheme } from "./scheme.ts";

/** A job of a liar with a certified hold. */
export interface RawJob {
  readonly hold: HoldId;
  readonly job: ReturnType<typeof sampleJob>;
}

/** An assignment that nobody has asked guards for yet. */
export interface RawOffer {
  readonly signed: Signed<Assignment>;
  readonly bid: Uint8Array;
}

/** An assignment that is ready to be certified. */
export interface OwnOffer extends Scheme {
  readonly signed: Signed<Assignment>;
}

const NEED_MS = 4_000;

/** Holds mana for a job; undefined if the guards do not let it. */
export async function holdRaw(world: World, hand: Hand, amount: bigint): Promise<RawJob | undefined> {
  const { net } = world.federation;
  const hold = { account: hand.did, seq: hand.place.seq, index: 0 };
  const job = sampleJob(net, hold, { budget: amount });
  const expiresAt = START_MS + world.kernel.now + 60_000;
  const held = await hand.perform([{ type: "hold", job: job.cid, unit: "mana", amount, expiresAt }]);
  return held && { hold, job };
}

/** An assignment of a raw job to somebody who has to be asked for a bid first. */
export async function offerTo(
  world: World,
  hand: Hand,
  { job, executor, changes = {} }: { job: RawJob; executor: Did; changes?: Partial<Assignment> },
): Promise<RawOffer | undefined> {
  const answer = await hand.ask(executor, { type: "bid", job: job.job.bytes, round: 1 });
  if (answer?.type !== "bid") return undefined;
  const claimBy = START_MS + world.kernel.now + NEED_MS + 5_000;
  const body = sampleAssignment(job.job, answer.bid, { claimBy, ...changes });
  return { signed: await signRecord(assignmentRecord, body, hand.signer), bid: answer.bid.bytes };
}

/** An assignment to a key that the liar has itself, at once with its acceptance. */
export async function offerToOwn(
  world: World,
  hand: Hand,
  { job, sybil, changes = {} }: { job: RawJob; sybil: Signer; changes?: Partial<Assignment> },
): Promise<OwnOffer> {
  const price = job.job.body.budget;
  const bid = await sampleBid(world.federation.net, job.job.cid, {
    by: sybil,
    changes: { price, failPrice: 1n, needMs: 1000 },
  });
  const claimBy = START_MS + world.kernel.now + 6_000;
  const body = sampleAssignment(job.job, bid, { claimBy, ...changes });
  const signed = await signRecord(assignmentRecord, body, hand.signer);
  const acceptance = await sampleAcceptance(signed, sybil);
  return { signed, ...schemeOf(signed, { job: job.job.bytes, bid: bid.bytes, acceptance }) };
}

/** Has the executor accept an offer, and tells it of the signature that it was for. */
export async function acceptedBy(
  hand: Hand,
  { job, offer }: { readonly job: RawJob; readonly offer: RawOffer },
): Promise<Scheme | undefined> {
  const { signed, bid } = offer;
  const answer = await hand.ask(signed.body.executor, {
    type: "offer",
    offer: { assignment: signed.body, job: job.job.bytes, bid },
    proofs: hand.proofs.slice(-8),
  });
  if (answer?.type !== "acceptance") return undefined;
  const { acceptance } = answer;
  const agreed = { assignment: signed, job: job.job.bytes, bid, acceptance, members: [] };
  await hand.ask(signed.body.executor, { type: "assigned", offer: agreed });
  const { body, sig } = acceptance;
  return schemeOf(signed, { job: job.job.bytes, bid, acceptance: { bytes: body, sig } });
}

/** The end of a hold, signed for its link number `seq`. */
export async function closeRaw(
  world: World,
  hand: Hand,
  { job, seq, prev }: { readonly job: RawJob; readonly seq: number; readonly prev: Close["prev"] },
): Promise<Scheme> {
  const head = { t: "icn/close/1", net: world.federation.net, by: hand.did, via: null } as const;
  const signed = await signRecord(closeRecord, { ...head, hold: job.hold, seq, prev }, hand.signer);
  const close = { body: signed.bytes, sig: signed.sig };
  return { slot: linkSlot(job.hold, seq), ask: { type: "close", close, job: job.job.bytes }, body: null };
}

function schemeOf(
  { bytes, sig, body }: Signed<Assignment>,
  {
    job,
    bid,
    acceptance,
  }: { job: Uint8Array; bid: Uint8Array; acceptance: { bytes: Uint8Array; sig: Uint8Array } },
): Scheme {
  const terms: Proof["terms"] = { job, bid };
  const accepted = { body: acceptance.bytes, sig: acceptance.sig };
  return {
    slot: linkSlot(body.hold, body.seq),
    ask: { type: "assign", assignment: { body: bytes, sig }, ...terms, acceptance: accepted, members: [] },
    body: bytes,
    terms,
  };
}
