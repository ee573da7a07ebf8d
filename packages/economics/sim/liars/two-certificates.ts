import type { Deposit, Signed } from "@icn-mesh/core";
import {
  type Ballot,
  certificateOf,
  type GuardAsk,
  proofOf,
  readProof,
  slotOfFact,
} from "@icn-mesh/economics";
import type { Hand } from "./hand.ts";
import type { Liar, Scene } from "./liar.ts";

/** Makes two certificates of one deposit, by different guards' votes, and wants to be paid for both. */
export const twoCertificates: Liar = {
  name: "two certificates",
  async lie(scene, hand) {
    const { federation } = scene.world;
    const { guards } = federation.constitution;
    const deposit = await scene.charter.signDeposit(hand.did, "mana", 50n);
    const votes = await ballotsFor(scene, hand, deposit);
    if (votes.length < federation.quorum) return;
    for (const some of [votes.slice(0, federation.quorum), votes.slice(-federation.quorum)]) {
      const proof = proofOf(certificateOf(federation, some), deposit.bytes);
      hand.proofs.push(proof);
      await hand.askGuards(guards, { type: "learn" }, [proof]);
    }
    for (const proof of [...hand.proofs]) await takeIn(scene, hand, proof);
  },
};

/** As many votes as can be had. */
async function ballotsFor(
  { world }: Scene,
  hand: Hand,
  { bytes, sig, slot, cid }: Signed<Deposit>,
): Promise<readonly Ballot[]> {
  const { guards } = world.federation.constitution;
  const ask: GuardAsk = { type: "deposit", deposit: { body: bytes, sig } };
  const ballots = new Map<string, Ballot>();
  while (!world.faults.isOver && ballots.size < guards.length) {
    const replies = await hand.askGuards(guards, ask, []);
    for (const reply of replies) if (reply.type === "vote") ballots.set(reply.ballot.vote.by, reply.ballot);
    await world.kernel.wait(300);
  }
  return [...ballots.values()].filter((ballot) => ballot.slot === slot && ballot.outcome === cid);
}

async function takeIn({ world }: Scene, hand: Hand, proof: Hand["proofs"][number]): Promise<void> {
  const read = readProof(world.federation, proof, world.keys.verifier);
  if (read.ok) await hand.perform([{ type: "receive", slot: slotOfFact(read.value.fact), index: 0 }]);
}
