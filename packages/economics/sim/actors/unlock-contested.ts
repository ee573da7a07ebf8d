import { type Outcome, type StuckVote, signRecord, type Unlock, unlockRecord } from "@icn-mesh/core";
import { createVoteCount, type GuardAsk, outcomeKey, type Proof, proofOf } from "@icn-mesh/economics";
import type { TapedVote } from "../oracle/vote-tape.ts";
import type { World } from "../world/world.ts";
import type { Charter } from "./charter.ts";

/**
 * Settles what the guards cannot. The inquiry that this takes among people is played by knowing which guard is faulty:
 * its votes are left out, so that an outcome that may be certified somewhere is the one that wins.
 */
export async function unlockContested(world: World, charter: Charter): Promise<void> {
  const { truth, federation, faulty } = world;
  const needed = federation.constitution.guards.length - faulty.size;
  for (const [slot, votes] of truth.tape.contested()) {
    const isHeard =
      votes.length >= needed && votes.every(({ ballot }) => ballot.vote.sig.some((byte) => byte !== 0));
    if (!isHeard || truth.proofs.has(slot)) continue;
    const proof = await unlock(world, charter, votes);
    if (proof === undefined) continue;
    world.counters.add("unlocked");
    await Promise.allSettled(
      guardsOf(world).map((guard) => charter.askGuard(guard, { ask: { type: "learn" }, proofs: [proof] })),
    );
  }
}

async function unlock(
  world: World,
  charter: Charter,
  votes: readonly TapedVote[],
): Promise<Proof | undefined> {
  const { federation, truth } = world;
  const outcome = mostOf(votes);
  const slot = votes[0]?.ballot.slot ?? "";
  const stuck: readonly StuckVote[] = votes.map(({ ballot }) => ({
    ...ballot.vote,
    outcome: ballot.outcome,
  }));
  const head = {
    t: "icn/unlock/1",
    net: federation.net,
    by: world.charter.did,
    via: null,
    epoch: 0,
  } as const;
  const body: Unlock = { ...head, slot, outcome, votes: [...stuck] };
  const signed = await signRecord(unlockRecord, body, world.charter);
  const bytes = typeof outcome === "string" ? (truth.bodyOf(outcome) ?? null) : null;
  const ask: GuardAsk = { type: "unlock", unlock: { body: signed.bytes, sig: signed.sig }, body: bytes };
  const replies = await Promise.allSettled(
    guardsOf(world).map((guard) =>
      charter.askGuard(guard, { ask, proofs: [...truth.proofs.values()].slice(-64) }),
    ),
  );
  const count = createVoteCount(federation);
  for (const reply of replies) {
    if (reply.status !== "fulfilled" || reply.value.type !== "vote") continue;
    const certificate = count.add(reply.value.ballot);
    if (certificate !== undefined) return proofOf(certificate, bytes);
  }
  return undefined;
}

function guardsOf({ federation, faulty }: World) {
  return federation.constitution.guards.filter((guard) => !faulty.has(guard));
}

/** The outcome with the most votes; of equals, a payment. */
function mostOf(votes: readonly TapedVote[]): Outcome {
  const groups = [...Map.groupBy(votes, ({ ballot }) => outcomeKey(ballot.outcome)).values()];
  const [best] = groups.toSorted((one, other) => other.length - one.length || rank(one) - rank(other));
  return (best?.[0] as TapedVote).ballot.outcome;
}

function rank([first]: readonly TapedVote[]): number {
  const outcome = first?.ballot.outcome;
  return typeof outcome === "object" && outcome.type === "pay" ? 0 : 1;
}
