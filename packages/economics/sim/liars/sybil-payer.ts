import type { Assignment, CastVote, Cid, Embedded, Signed, Signer } from "@icn-mesh/core";
import { proofOf, settlementSlot } from "@icn-mesh/economics";
import { sampleReceipt } from "@icn-mesh/economics/testing";
import { createHand, type Hand } from "./hand.ts";
import type { Liar, Scene } from "./liar.ts";
import { holdRaw, type OwnOffer, offerToOwn, type RawJob } from "./raw-job.ts";
import type { Scheme } from "./scheme.ts";

/**
 * Pays itself under other names: for assignments that are not certified, above the hold, with the receipt of another
 * assignment, from its own account, and at last as anybody may.
 */
export const sybilPayer: Liar = {
  name: "sybil payer",
  async lie(scene, hand) {
    const { world, charter } = scene;
    await hand.fund(charter, 100n);
    const sybil = createHand(world, `${hand.did} sybil`);
    while (!world.faults.isOver && hand.place.seq < 4) {
      const job = await holdRaw(world, hand, 20n + BigInt(hand.rng.below(20)));
      if (job === undefined) return;
      await payUncertified(scene, hand, { job, sybil });
      await payTwice(scene, hand, { job, sybil });
      await world.kernel.wait(1000);
    }
  },
};

interface Play {
  readonly job: RawJob;
  readonly sybil: Hand;
}

/** Shown to too few guards, an assignment is none; whoever believes it all the same pays out of nothing. */
async function payUncertified(scene: Scene, hand: Hand, { job, sybil }: Play): Promise<void> {
  const { world } = scene;
  const { federation } = world;
  const few = federation.constitution.guards.slice(0, federation.quorum - 1);
  const offer = await offerToOwn(world, hand, { job, sybil: sybil.signer });
  const high = await offerToOwn(world, hand, { job, sybil: sybil.signer, changes: { price: 10_000n } });
  const replies = await hand.askGuards(few, offer.ask);
  await hand.askGuards(federation.constitution.guards, high.ask);
  const votes = replies.flatMap((reply) => (reply.type === "vote" ? [reply.ballot.vote] : []));
  await claimBy(scene, hand, { offer, votes, sybil });
}

/** Shows the few votes for an assignment, or one of its own, as if they were a certificate. */
async function claimBy(
  { world }: Scene,
  hand: Hand,
  {
    offer,
    votes,
    sybil,
  }: { readonly offer: OwnOffer; readonly votes: readonly CastVote[]; readonly sybil: Hand },
): Promise<void> {
  const { federation } = world;
  const { slot, signed, terms = null } = offer;
  const own = { by: hand.did, boot: 1, ballot: 0, sig: await hand.signer.sign(signed.bytes) };
  const shown = votes.length > 0 ? [...votes] : [own];
  const certificate = { t: "icn/cert/1", net: federation.net, epoch: 0, slot, outcome: signed.cid } as const;
  const receipt = await sampleReceipt({ cid: signed.cid, net: federation.net }, sybil.signer);
  const { ask } = settlementOf(signed.cid, { body: receipt.bytes, sig: receipt.sig });
  const proof = proofOf({ ...certificate, votes: shown }, signed.bytes, terms);
  await hand.askGuards(federation.constitution.guards, ask, [...hand.proofs, proof]);
}

async function payTwice({ world }: Scene, hand: Hand, { job, sybil }: Play): Promise<void> {
  const signer = hand.rng.below(3) === 0 ? hand.signer : sybil.signer;
  const first = await offerToOwn(world, hand, { job, sybil: signer });
  if ((await hand.certify(first)) === undefined) return;
  const other = await sampleReceipt({ cid: job.job.cid as string as Cid, net: world.federation.net }, signer);
  await hand.certify(settlementOf(first.signed.cid, { body: other.bytes, sig: other.sig }));
  const proof = await settleBy(world, hand, { assignment: first.signed, signer });
  if (proof === undefined) return;
  sybil.proofs.push(...hand.proofs);
  const slot = settlementSlot(first.signed.cid);
  const receive = { type: "receive", slot, index: 0 } as const;
  await sybil.perform([receive, receive]);
  await sybil.perform([receive]);
  await sybil.perform([receive]);
  await settleBy(world, hand, { assignment: first.signed, signer });
}

async function settleBy(
  { federation }: Scene["world"],
  hand: Hand,
  { assignment, signer }: { readonly assignment: Signed<Assignment>; readonly signer: Signer },
) {
  const receipt = await sampleReceipt({ cid: assignment.cid, net: federation.net }, signer);
  return hand.certify(settlementOf(assignment.cid, { body: receipt.bytes, sig: receipt.sig }));
}

function settlementOf(assignment: Cid, receipt: Embedded): Scheme {
  const ask = { type: "settle" as const, assignment, shown: [receipt] };
  return { slot: settlementSlot(assignment), ask, body: null };
}
