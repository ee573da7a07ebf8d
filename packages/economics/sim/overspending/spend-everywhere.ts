import { type Cid, certificateCodec, type Did, type Operation, type Signed } from "@icn-mesh/core";
import type { Proof } from "@icn-mesh/economics";
import type { Charter } from "../actors/charter.ts";
import { createHand, type Hand } from "../liars/hand.ts";
import type { World } from "../world/world.ts";

/** An account that is spent, and at which nodes each of its copies is heard. */
export interface Wallet {
  readonly name: string;
  readonly opening: bigint;
  readonly charter: Charter;
  /** One copy of the wallet for each. */
  readonly places: readonly (readonly Did[])[];
}

/** A copy of a wallet, which knows nothing of what the others pay until a node tells it. */
interface Copy {
  readonly hand: Hand;
  readonly nodes: readonly Did[];
}

const PAYMENTS = 60;
const HIGHEST = 20;
const PAUSE_MS = 300;

/** Pays out of each copy of a wallet as if nothing had been paid elsewhere; how much was taken for money in the end. */
export async function spendEverywhere(world: World, wallet: Wallet): Promise<bigint> {
  const lot = world.rng.fork(`spree of ${wallet.name}`);
  const shop = world.keys.signer("shop").did;
  const paid = new Map<Cid, Signed<Operation>>();
  const taken = new Set<Cid>();
  const copies = await openCopies(world, wallet);
  for (let payment = 0; payment < PAYMENTS; payment++) {
    const { hand, nodes } = copies[lot.below(copies.length)] as Copy;
    const amount = 1n + BigInt(lot.below(HIGHEST));
    const scheme = await hand.operation([{ type: "transfer", to: shop, unit: "mana", amount }]);
    paid.set(scheme.signed.cid, scheme.signed);
    const proof = await hand.certify(scheme, nodes);
    // A node may know that another copy has paid in this place.
    const winner = proof && paid.get(paymentIn(proof));
    if (winner !== undefined) hand.follow(winner);
    if (winner !== undefined) taken.add(winner.cid);
    await world.kernel.wait(lot.below(PAUSE_MS));
  }
  return [...taken].reduce((sum, cid) => sum + amountOf(paid.get(cid)), 0n);
}

/** Each copy begins with the opening credit, taken in: that everybody knows. */
async function openCopies(
  world: World,
  { name, opening, charter, places }: Wallet,
): Promise<readonly Copy[]> {
  const [first, ...others] = places.map((nodes) => ({ hand: createHand(world, name), nodes }));
  if (first === undefined) return [];
  const gift = await charter.give(first.hand.did, "mana", opening);
  first.hand.proofs.push(gift);
  const { slot } = certificateCodec.parse(gift.certificate);
  const receipt = await first.hand.operation([{ type: "receive", slot, index: 0 }]);
  while ((await first.hand.certify(receipt)) === undefined);
  for (const { hand } of others) hand.proofs.push(...first.hand.proofs);
  for (const { hand } of [first, ...others]) hand.follow(receipt.signed);
  return [first, ...others];
}

function paymentIn({ certificate }: Proof): Cid {
  return certificateCodec.parse(certificate).outcome as Cid;
}

function amountOf(operation: Signed<Operation> | undefined): bigint {
  const [action] = operation?.body.do ?? [];
  return action?.type === "transfer" ? action.amount : 0n;
}
