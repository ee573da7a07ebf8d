import { type Did, type Embedded, operationRecord, signRecord } from "@icn-mesh/core";
import { type GuardAsk, operationSlot, type Proof, proofOf, settlementSlot } from "@icn-mesh/economics";
import { sampleReceipt } from "@icn-mesh/economics/testing";
import type { Hand } from "./hand.ts";
import type { Liar, Scene } from "./liar.ts";
import { oneOf } from "./some-of.ts";

/** Meddles with what is not its own: settles, takes in and votes in the names of others, and says it all again later. */
export const stranger: Liar = {
  name: "stranger",
  async lie({ world, ...rest }, hand) {
    const ways = [settleOthers, takeFromOthers, forgeOperation, forgeCertificate, replay, resolveEarly];
    while (!world.faults.isOver) {
      const way = oneOf(ways, hand.rng) ?? replay;
      await way({ world, ...rest }, hand);
      await world.kernel.wait(500 + hand.rng.below(2_500));
    }
  },
};

async function settleOthers({ world }: Scene, hand: Hand): Promise<void> {
  const assignment = oneOf([...world.truth.books.assignments.keys()], hand.rng);
  if (assignment === undefined) return;
  const receipt = await sampleReceipt({ cid: assignment, net: world.federation.net }, hand.signer);
  const shown: readonly Embedded[] =
    hand.rng.below(2) === 0 ? [] : [{ body: receipt.bytes, sig: receipt.sig }];
  await hand.certify({
    slot: settlementSlot(assignment),
    ask: { type: "settle", assignment, shown: [...shown] },
    body: null,
  });
}

async function takeFromOthers({ world }: Scene, hand: Hand): Promise<void> {
  const assignment = oneOf([...world.truth.books.assignments.keys()], hand.rng);
  if (assignment === undefined) return;
  await hand.perform([{ type: "receive", slot: settlementSlot(assignment), index: 0 }]);
}

/** An operation of somebody else, with a signature of its own. */
async function forgeOperation({ world }: Scene, hand: Hand): Promise<void> {
  const victim = oneOf([...world.truth.honest], hand.rng) as Did;
  const head = {
    t: "icn/op/1",
    net: world.federation.net,
    via: null,
    seq: hand.rng.below(5),
    prev: null,
  } as const;
  const action = { type: "transfer", to: hand.did, unit: "mana", amount: 10n } as const;
  const own = await signRecord(operationRecord, { ...head, by: hand.did, do: [action] }, hand.signer);
  const body = operationRecord.codec.encode({ ...own.body, by: victim });
  const ask: GuardAsk = { type: "operation", operation: { body, sig: own.sig }, members: [] };
  await hand.askGuards(world.federation.constitution.guards, ask, []);
}

/** A deposit that strangers voted for, in their own names and in those of guards. */
async function forgeCertificate({ world, charter }: Scene, hand: Hand): Promise<void> {
  const { federation } = world;
  const deposit = await charter.signDeposit(hand.did, "mana", 1000n);
  const isOwn = hand.rng.below(2) === 0;
  const voters = isOwn ? [hand.did] : federation.constitution.guards;
  const sig = await hand.signer.sign(deposit.bytes);
  const votes = voters.map((by) => ({ by, boot: 1, ballot: 0, sig })).sort((a, b) => (a.by < b.by ? -1 : 1));
  const certificate = {
    t: "icn/cert/1",
    net: federation.net,
    epoch: 0,
    slot: deposit.slot,
    outcome: deposit.cid,
  } as const;
  const proof: Proof = proofOf({ ...certificate, votes }, deposit.bytes);
  const receive = await hand.operation([{ type: "receive", slot: deposit.slot, index: 0 }]);
  await hand.askGuards(federation.constitution.guards, receive.ask, [proof]);
}

/** Has guards promise not to vote on what nobody has voted on yet: the next operation of somebody else, or its pay. */
async function resolveEarly({ world }: Scene, hand: Hand): Promise<void> {
  const { federation, truth } = world;
  const victim = oneOf([...truth.honest], hand.rng) as Did;
  const done = truth.books.facts.filter((fact) => fact.type === "operation" && fact.body.by === victim);
  const open = [...truth.books.assignments].filter(([, { settlement }]) => settlement === undefined);
  const next = operationSlot(federation.net, victim, done.length);
  const slot = oneOf([next, ...open.map(([cid]) => settlementSlot(cid))], hand.rng) ?? next;
  await hand.askGuards(federation.constitution.guards.slice(0, 1), { type: "resolve", slot, votes: [] }, []);
}

/** Asks once more what others have asked, in its own name. */
async function replay({ world }: Scene, hand: Hand): Promise<void> {
  const request = oneOf(world.truth.overheard.requests, hand.rng);
  if (request === undefined) return;
  world.counters.add("replays");
  await hand.askGuards(world.federation.constitution.guards, request.ask, request.proofs);
}
