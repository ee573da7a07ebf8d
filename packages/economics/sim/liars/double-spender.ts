import { type Action, certificateCodec } from "@icn-mesh/core";
import { createHand, type Hand } from "./hand.ts";
import type { Liar, Scene } from "./liar.ts";
import { someOf } from "./some-of.ts";

const GIFT = 120n;

/** Shows two operations of one number to different guards, spends what it has not got, and takes in what it had. */
export const doubleSpender: Liar = {
  name: "double spender",
  async lie(scene, hand) {
    const { world, charter } = scene;
    await hand.fund(charter, GIFT);
    const fence = createHand(world, `${hand.did} fence`);
    while (!world.faults.isOver && hand.place.seq < 6) {
      await spendTwice(scene, hand, fence);
      await cheat(hand, fence);
      await world.kernel.wait(500 + hand.rng.below(1500));
    }
  },
};

async function spendTwice({ world }: Scene, hand: Hand, fence: Hand): Promise<void> {
  const { guards } = world.federation.constitution;
  const pay = (amount: bigint): Action => ({ type: "transfer", to: fence.did, unit: "mana", amount });
  const spare = 20n + BigInt(hand.rng.below(30));
  const both = await Promise.all([hand.operation([pay(spare)]), hand.operation([pay(spare + 1n)])]);
  const proofs = await Promise.all(both.map((scheme) => hand.collect(scheme, someOf(guards, hand.rng))));
  // Guards that have not seen a certificate must not resolve against it.
  await hand.askGuards(
    someOf(guards, hand.rng),
    { type: "resolve", slot: both[0]?.slot ?? "", votes: [] },
    [],
  );
  for (const [index, scheme] of both.entries()) {
    const proof = proofs[index];
    if (proof === undefined) continue;
    hand.follow(scheme.signed);
    hand.proofs.push(proof);
    fence.proofs.push(proof);
    const receive = { type: "receive", slot: scheme.slot, index: 0 } as const;
    await fence.perform([receive, receive]);
    await fence.perform([receive]);
  }
}

/** What a guard refuses whatever its history: none of these may be certified. */
async function cheat(hand: Hand, fence: Hand): Promise<void> {
  const gift = { type: "receive", slot: slotOfFirst(hand), index: 0 } as const;
  const to = { to: fence.did, unit: "mana" };
  const cheats: readonly (readonly Action[])[] = [
    [{ type: "transfer", ...to, amount: 2n * GIFT }],
    [{ type: "transfer", ...to, amount: 0n }],
    [{ type: "burn", unit: "nothing", amount: 1n }],
    [gift],
    [gift, gift, { type: "transfer", ...to, amount: GIFT }],
  ];
  const chosen = cheats[hand.rng.below(cheats.length)];
  if (chosen !== undefined) await hand.perform(chosen);
}

function slotOfFirst({ proofs: [first] }: Hand): string {
  return first === undefined ? "" : certificateCodec.parse(first.certificate).slot;
}
