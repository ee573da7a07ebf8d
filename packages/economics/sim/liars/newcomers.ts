import { type Embedded, memberRecord, signRecord } from "@icn-mesh/core";
import { START_MS } from "../world/start.ts";
import { createHand, type Hand } from "./hand.ts";
import type { Liar, Scene } from "./liar.ts";

const NEWCOMERS = 4;

/** Fresh accounts that claim regeneration: with nothing, with a membership of their own making, and with another's. */
export const newcomers: Liar = {
  name: "newcomers",
  async lie(scene, hand) {
    const { world, charter } = scene;
    const borrowed = await charter.membership([...world.truth.members][0] ?? hand.did);
    const made = await ownMembership(scene, hand);
    for (let index = 0; index < NEWCOMERS && !world.faults.isOver; index++) {
      const newcomer = createHand(world, `${hand.did} newcomer ${index}`);
      await claim(scene, newcomer, [[], [borrowed], [made]][index % 3] ?? []);
    }
  },
};

async function claim({ world }: Scene, hand: Hand, members: readonly Embedded[]): Promise<void> {
  const { federation, kernel } = world;
  const epoch = federation.epochAt(START_MS + kernel.now);
  const scheme = await hand.operation([{ type: "regenerate", epoch }]);
  const proof = await hand.certify({
    ...scheme,
    ask: { ...scheme.ask, members: [...members] } as typeof scheme.ask,
  });
  if (proof !== undefined) hand.follow(scheme.signed);
}

async function ownMembership({ world }: Scene, hand: Hand): Promise<Embedded> {
  const head = {
    t: "icn/member/1",
    net: world.federation.net,
    by: hand.did,
    via: null,
    class: "friend",
  } as const;
  const body = {
    ...head,
    account: hand.did,
    scopes: [],
    capabilities: [],
    notAfter: Number.MAX_SAFE_INTEGER,
  };
  const { bytes, sig } = await signRecord(memberRecord, body, hand.signer);
  return { body: bytes, sig };
}
