import { type Assignment, assignmentRecord, cidOf, type Did, type Embedded } from "@icn-mesh/core";
import { linkSlot, operationSlot, type Proof, settlementSlot } from "@icn-mesh/economics";
import { sampleAssignment } from "@icn-mesh/economics/testing";
import type { UnsignedOffer } from "../world/messages.ts";
import type { Session } from "../world/session.ts";
import type { World } from "../world/world.ts";
import { askUntil } from "./ask-until.ts";
import { settleOpen } from "./end-hold.ts";
import type { Attempt, Errand } from "./errand.ts";

const BID_MS = 8_000;
const CLAIM_MS = 10_000;

/** One attempt at an errand, from the bid to the settlement; it goes on where an earlier life left it. */
export async function tryExecutor(
  world: World,
  session: Session,
  { errand, executor }: { readonly errand: Errand; readonly executor: Did },
): Promise<void> {
  const { client } = session;
  const attempt = openAttempt(errand) ?? (await newAttempt(session, errand, executor));
  if (attempt === undefined) return;
  const isCertified = await certify(world, session, { errand, attempt });
  const { marginMs } = world.federation.constitution;
  if (isCertified) await settleOpen(session, errand, { ...attempt, marginMs });
  attempt.isPaid = client.ledger.assignment(attempt.cid)?.settlement?.type === "pay";
  attempt.isOver = true;
}

function openAttempt({ attempts }: Errand): Attempt | undefined {
  return attempts.find(({ isOver }) => !isOver);
}

/** It is in the notebook before it is signed. */
async function newAttempt(session: Session, errand: Errand, executor: Did): Promise<Attempt | undefined> {
  const { client, clock } = session;
  const { held, attempts } = errand;
  if (held === undefined) return undefined;
  const round = attempts.length + 1;
  const question = { type: "bid", job: held.job.bytes, round } as const;
  const answer = await askUntil(session, executor, { question, until: clock.now() + BID_MS });
  const hold = client.ledger.hold(held.hold);
  if (answer?.type !== "bid" || hold === undefined) return undefined;
  const place = { seq: hold.next, prev: hold.head, attempt: round };
  const body = sampleAssignment(held.job, answer.bid, { ...place, claimBy: clock.now() + CLAIM_MS });
  const cid = cidOf(assignmentRecord.codec.encode(body));
  const attempt: Attempt = { cid, bid: answer.bid, body, isOver: false };
  attempts.push(attempt);
  return attempt;
}

interface Tried {
  readonly errand: Errand;
  readonly attempt: Attempt;
}

async function certify(world: World, session: Session, { errand, attempt }: Tried): Promise<boolean> {
  const { client } = session;
  if (errand.held === undefined) return false;
  const offer = { assignment: attempt.body, job: errand.held.job.bytes, bid: attempt.bid.bytes };
  const acceptance = await acceptanceOf(world, session, offer);
  if (acceptance === undefined) return false;
  const signed = await client.signAssignment({ ...offer, acceptance, members: [] });
  if (!signed.ok) return false;
  const { executor, claimBy } = attempt.body;
  const question = { type: "assigned", offer: signed.value } as const;
  const [certified] = await Promise.all([
    client.certifyAssignment(signed.value),
    askUntil(session, executor, { question, until: claimBy }),
  ]);
  return certified.ok;
}

async function acceptanceOf(
  world: World,
  session: Session,
  offer: UnsignedOffer,
): Promise<Embedded | undefined> {
  const { executor, claimBy } = offer.assignment;
  const proofs = await chainOf(world, session, offer.assignment);
  const question = { type: "offer", offer, proofs } as const;
  const answer = await askUntil(session, executor, { question, until: claimBy });
  return answer?.type === "acceptance" ? answer.acceptance : undefined;
}

/** What the guards have certified of a hold so far; in some worlds no more of it than an announcement shows. */
async function chainOf(
  { federation, rng, counters }: World,
  { client }: Session,
  { hold }: Assignment,
): Promise<readonly Proof[]> {
  const isTerse = rng.fork("offers").below(2) === 0;
  const known = [...(client.ledger.hold(hold)?.assignments.values() ?? [])];
  if (isTerse && known.length > 0) counters.add("offers without a chain");
  const earlier = isTerse ? [] : known;
  const slots = [
    operationSlot(federation.net, hold.account, hold.seq),
    ...earlier.flatMap(({ cid, body }) => [linkSlot(hold, body.seq), settlementSlot(cid)]),
  ];
  const proofs = await Promise.all(slots.map((slot) => client.proof(slot)));
  return proofs.filter((proof) => proof !== undefined);
}
