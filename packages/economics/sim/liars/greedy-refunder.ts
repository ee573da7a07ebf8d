import { type Cid, type Did, signRecord, unlockRecord } from "@icn-mesh/core";
import { settlementSlot } from "@icn-mesh/economics";
import type { Hand } from "./hand.ts";
import type { Liar, Scene } from "./liar.ts";
import { acceptedBy, closeRaw, holdRaw, offerTo, type RawJob } from "./raw-job.ts";
import { oneOf } from "./some-of.ts";

/** Lets an honest executor work, and all the while wants its mana back by every way that there is. */
export const greedyRefunder: Liar = {
  name: "greedy refunder",
  async lie(scene, hand) {
    const { world, charter, executors } = scene;
    await hand.fund(charter, 100n);
    const job = await holdRaw(world, hand, 90n);
    const executor = oneOf(executors, hand.rng);
    if (job === undefined || executor === undefined) return;
    const offer = await offerTo(world, hand, { job, executor });
    const scheme = offer && (await acceptedBy(hand, { job, offer }));
    if (scheme === undefined || (await hand.certify(scheme)) === undefined) return;
    while (!world.faults.isOver) {
      await grab(scene, hand, { job, assignment: offer?.signed.cid as Cid });
      await world.kernel.wait(400);
    }
  },
};

async function grab(
  { world }: Scene,
  hand: Hand,
  { job, assignment }: { readonly job: RawJob; readonly assignment: Cid },
): Promise<void> {
  const { guards } = world.federation.constitution;
  const slot = settlementSlot(assignment);
  const ways = [
    () => hand.certify({ slot, ask: { type: "settle", assignment, shown: [] }, body: null }, guards),
    async () => hand.certify(await closeRaw(world, hand, { job, seq: 1, prev: assignment })),
    async () => hand.certify(await closeRaw(world, hand, { job, seq: 0, prev: null })),
    async () => hand.askGuards(guards, await ownUnlock(world, hand, slot)),
    () => hand.askGuards(guards, { type: "resolve", slot, votes: [] }),
    () => resolveByFew(hand, { guards, assignment, slot }),
  ];
  await ways[hand.rng.below(ways.length)]?.();
}

/** A guard that the receipt did not reach votes for the refund: that vote is shown to all, as if it settled anything. */
async function resolveByFew(
  hand: Hand,
  {
    guards,
    assignment,
    slot,
  }: { readonly guards: readonly Did[]; readonly assignment: Cid; readonly slot: string },
): Promise<void> {
  const replies = await hand.askGuards(guards, { type: "settle", assignment, shown: [] });
  const votes = replies.flatMap((reply) =>
    reply.type === "vote" ? [{ ...reply.ballot.vote, outcome: reply.ballot.outcome }] : [],
  );
  await hand.askGuards(guards, { type: "resolve", slot, votes });
}

/** The word of the charter, spoken by somebody else. */
async function ownUnlock({ federation }: Scene["world"], hand: Hand, slot: string) {
  const outcome = { type: "lapse", slot, unit: "mana", taken: 0n, credits: [] } as const;
  const head = { t: "icn/unlock/1", net: federation.net, by: hand.did, via: null, epoch: 0 } as const;
  const { bytes, sig } = await signRecord(
    unlockRecord,
    { ...head, slot, outcome: { ...outcome, credits: [] }, votes: [] },
    hand.signer,
  );
  return { type: "unlock", unlock: { body: bytes, sig }, body: null } as const;
}
