import { type Ballot, certificateOf, proofOf, readProof, slotOfFact } from "@icn-mesh/economics";
import type { Liar } from "./liar.ts";

/** Makes two certificates of one deposit, by different guards' votes, and wants to be paid for both. */
export const twoCertificates: Liar = {
  name: "two certificates",
  async lie({ world, charter }, hand) {
    const { federation } = world;
    const { guards } = federation.constitution;
    const deposit = await charter.signDeposit(hand.did, "mana", 50n);
    const ask = { type: "deposit", deposit: { body: deposit.bytes, sig: deposit.sig } } as const;
    const ballots = new Map<string, Ballot>();
    while (!world.faults.isOver && ballots.size < guards.length) {
      for (const reply of await hand.askGuards(guards, ask, []))
        if (reply.type === "vote") ballots.set(reply.ballot.vote.by, reply.ballot);
      await world.kernel.wait(300);
    }
    const votes = [...ballots.values()].filter(
      ({ slot, outcome }) => slot === deposit.slot && outcome === deposit.cid,
    );
    if (votes.length < federation.quorum) return;
    for (const some of [votes, votes.toReversed()]) {
      const proof = proofOf(certificateOf(federation, some), deposit.bytes);
      hand.proofs.push(proof);
      await hand.askGuards(guards, { type: "learn" }, [proof]);
    }
    for (const proof of [...hand.proofs]) {
      const read = readProof(federation, proof, world.keys.verifier);
      if (read.ok) await hand.perform([{ type: "receive", slot: slotOfFact(read.value.fact), index: 0 }]);
    }
  },
};
