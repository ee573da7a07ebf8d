import {
  claimOfBallot,
  createVoteCount,
  type GuardReply,
  type Proof,
  proofOf,
  type VoteCount,
} from "@icn-mesh/economics";
import type { World } from "../world/world.ts";
import type { Scheme } from "./scheme.ts";

const TRIES = 3;
const PAUSE_MS = 900;

/** Asks a few times; the proof, if what the guards answer comes to one. */
export async function collectProof(
  world: World,
  scheme: Scheme,
  ask: () => Promise<readonly GuardReply[]>,
): Promise<Proof | undefined> {
  const { federation, faults, kernel } = world;
  const votes = createVoteCount(federation);
  for (let tries = 0; tries < TRIES && (tries === 0 || !faults.isOver); tries++) {
    const replies = await ask();
    const proof = replies
      .map((reply) => proofIn(world, reply, { scheme, votes }))
      .find((each) => each !== undefined);
    if (proof !== undefined) return proof;
    await kernel.wait(PAUSE_MS);
  }
  return undefined;
}

/** The proof that a reply is, or completes. */
function proofIn(
  { federation, keys }: World,
  reply: GuardReply,
  { scheme, votes }: { readonly scheme: Scheme; readonly votes: VoteCount },
): Proof | undefined {
  if (reply.type === "certified") return reply.proof;
  if (reply.type !== "vote" || reply.ballot.slot !== scheme.slot) return undefined;
  if (!keys.verifier.verify(claimOfBallot(federation, reply.ballot))) return undefined;
  const certificate = votes.add(reply.ballot);
  return certificate && proofOf(certificate, scheme.body, scheme.terms ?? null);
}
