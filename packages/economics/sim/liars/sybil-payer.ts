import type { Assignment, Cid, Embedded, Signed, Signer } from "@icn-mesh/core";
import { settlementSlot } from "@icn-mesh/economics";
import { sampleReceipt } from "@icn-mesh/economics/testing";
import { createHand, type Hand } from "./hand.ts";
import type { Liar, Scene } from "./liar.ts";
import { holdRaw, offerToOwn, type RawJob } from "./raw-job.ts";

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
async function payUncertified({ world }: Scene, hand: Hand, { job, sybil }: Play): Promise<void> {
  const { federation } = world;
  const few = federation.constitution.guards.slice(0, federation.quorum - 1);
  const offer = await offerToOwn(world, hand, { job, sybil: sybil.signer });
  const high = await offerToOwn(world, hand, { job, sybil: sybil.signer, changes: { price: 10_000n } });
  await hand.askGuards(few, offer.ask);
  await hand.askGuards(federation.constitution.guards, high.ask);
  await settleBy(world, hand, { assignment: offer.signed, signer: sybil.signer });
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
  await sybil.perform([{ type: "receive", slot, index: 0 }]);
  await sybil.perform([{ type: "receive", slot, index: 0 }]);
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

function settlementOf(assignment: Cid, receipt: Embedded) {
  return {
    slot: settlementSlot(assignment),
    ask: { type: "settle", assignment, shown: [receipt] },
    body: null,
  } as const;
}
