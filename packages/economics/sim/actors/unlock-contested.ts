import { type Did, type Outcome, type Signed, signRecord, type Unlock, unlockRecord } from "@icn-mesh/core";
import { createVoteCount, type GuardAsk, outcomeKey, type Proof, proofOf } from "@icn-mesh/economics";
import type { TapedVote } from "@icn-mesh/economics/testing";
import type { World } from "../world/world.ts";
import type { Charter } from "./charter.ts";

/**
 * Settles what the guards cannot. The inquiry that this takes among people is played by knowing which guard is faulty:
 * its votes are left out, so that an outcome that may be certified somewhere is the one that wins.
 */
export async function unlockContested(world: World, charter: Charter): Promise<void> {
  const { truth, counters } = world;
  for (const [slot, votes] of truth.tape.contested()) {
    const isKnown = votes.length >= reliableGuards(world).length && votes.every(isSigned);
    if (!isKnown || truth.overheard.proofs.has(slot)) continue;
    const proof = await unlock(world, charter, { slot, votes });
    if (proof === undefined) continue;
    counters.add("unlocked");
    await askAll(world, charter, { ask: { type: "learn" }, proofs: [proof] });
  }
}

interface Contested {
  readonly slot: string;
  readonly votes: readonly TapedVote[];
}

async function unlock(world: World, charter: Charter, contested: Contested): Promise<Proof | undefined> {
  const { overheard } = world.truth;
  const { bytes, sig, body } = await signUnlock(world, contested);
  const cid = typeof body.outcome === "string" ? body.outcome : undefined;
  const decided = (cid && overheard.bodyOf(cid)) ?? null;
  const terms = (cid && overheard.termsOf(cid)) ?? null;
  const ask: GuardAsk = { type: "unlock", unlock: { body: bytes, sig }, body: decided };
  const proofs = [...overheard.proofs.values()].slice(-64);
  const votes = createVoteCount(world.federation);
  for (const reply of await askAll(world, charter, { ask, proofs })) {
    const certificate = reply.type === "vote" ? votes.add(reply.ballot) : undefined;
    if (certificate !== undefined) return proofOf(certificate, decided, terms);
  }
  return undefined;
}

function signUnlock({ federation, charter }: World, { slot, votes }: Contested): Promise<Signed<Unlock>> {
  const head = { t: "icn/unlock/1", net: federation.net, by: charter.did, via: null, epoch: 0 } as const;
  const stuck = votes.map(({ ballot: { vote, outcome } }) => ({ ...vote, outcome }));
  return signRecord(unlockRecord, { ...head, slot, outcome: mostOf(votes), votes: stuck }, charter);
}

async function askAll(world: World, charter: Charter, request: Parameters<Charter["askGuard"]>[1]) {
  const replies = await Promise.allSettled(
    reliableGuards(world).map((guard) => charter.askGuard(guard, request)),
  );
  return replies.flatMap((reply) => (reply.status === "fulfilled" ? [reply.value] : []));
}

function reliableGuards({ federation, faulty }: World): readonly Did[] {
  return federation.constitution.guards.filter((guard) => !faulty.has(guard));
}

/** Votes are seen on the disk before they are signed. */
function isSigned({ ballot }: TapedVote): boolean {
  return ballot.vote.sig.some((byte) => byte !== 0);
}

/** The outcome with the most votes; of equals, a payment. */
function mostOf(votes: readonly TapedVote[]): Outcome {
  const groups = Map.groupBy(votes, ({ ballot }) => outcomeKey(ballot.outcome));
  const sorted = [...groups.values()].toSorted(
    (one, other) => other.length - one.length || rankOf(one) - rankOf(other),
  );
  const [best] = sorted[0] ?? votes;
  if (best === undefined) throw new Error("nobody has voted");
  return best.ballot.outcome;
}

function rankOf([first]: readonly TapedVote[]): number {
  const outcome = first?.ballot.outcome;
  return typeof outcome === "object" && outcome.type === "pay" ? 0 : 1;
}
