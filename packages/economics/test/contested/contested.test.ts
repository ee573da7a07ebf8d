import { createSeededRng, type StuckVote, signRecord, unlockRecord } from "@icn-mesh/core";
import { askLocalGuards, type GuardAsk, type GuardReply, signUnlock, unlockSlot } from "@icn-mesh/economics";
import { describe, expect, it } from "vitest";
import { embed, must } from "../a-job.ts";
import { openWorld, operation, type World, wordsOf } from "../guard/world.ts";

/** One key in two places: two operations of one number, each shown to two of four guards. */
async function split(
  world: World,
): Promise<{ readonly ask: GuardAsk; readonly replies: readonly GuardReply[] }> {
  const { economy, creatorKey, executor } = world;
  const asks = await Promise.all(
    [1n, 2n].map((amount) =>
      operation(world, creatorKey, { do: [{ type: "transfer", to: executor.did, unit: "mana", amount }] }),
    ),
  );
  const replies = await Promise.all(
    economy.guards.map(({ current }, index) =>
      current.ask({ ask: asks[index % 2]!, proofs: [] }, creatorKey.did),
    ),
  );
  return { ask: asks[0]!, replies };
}

/** Guards that all know of the hold. */
async function openContested(contested: "resolver" | "charter"): Promise<World> {
  const world = await openWorld({ guards: 4, changes: { contested } });
  const { creator, economy } = world;
  const proofs = await Promise.all(
    [0, 1].map((seq) => creator.proof(`icn/op ${creator.account} ${economy.federation.net} ${seq}`)),
  );
  for (const { current } of economy.guards) {
    await current.ask(
      { ask: { type: "learn" }, proofs: proofs.filter((proof) => proof !== undefined) },
      creator.account,
    );
  }
  return world;
}

describe("a slot with two votes for each of two operations", () => {
  it("is filled by the resolver, once, whichever guard leads and however often", async () => {
    const world = await openContested("resolver");
    const { replies } = await split(world);
    expect(wordsOf(replies)).toEqual(["vote", "vote", "vote", "vote"]);
    const { slot } = (replies[0] as Extract<GuardReply, { type: "vote" }>).ballot;
    const outcomes = new Set<unknown>();
    for (const { current } of world.economy.guards) {
      const reply = await current.ask(
        { ask: { type: "resolve", slot, votes: [] }, proofs: [] },
        world.creator.account,
      );
      expect(reply.type).toBe("certified");
      if (reply.type === "certified") outcomes.add(await outcomeIn(world, reply.proof));
    }
    expect(outcomes.size).toBe(1);
  });

  it("is not resolved by guards where the charter decides", async () => {
    const world = await openContested("charter");
    const { replies } = await split(world);
    const { slot } = (replies[0] as Extract<GuardReply, { type: "vote" }>).ballot;
    const ask = { type: "resolve", slot, votes: [] } satisfies GuardAsk;
    expect(wordsOf(await world.economy.askAll(ask, world.creator.account))).toEqual(
      Array(4).fill("ECONOMICS_NOT_CONTESTED"),
    );
  });

  it("is unlocked by the charter, which shows the votes", async () => {
    const world = await openContested("charter");
    const { ask, replies } = await split(world);
    expect(wordsOf(await unlock(world, { ask, replies }))).toEqual(Array(4).fill("vote"));
  });

  it("is unlocked by the charter in one call, for guards and for the account that waits", async () => {
    const world = await openContested("charter");
    const { economy, clock, creator } = world;
    const { replies } = await split(world);
    const { slot } = (replies[0] as Extract<GuardReply, { type: "vote" }>).ballot;
    const { federation, verifier, charter } = economy;
    const guards = askLocalGuards(
      economy.guards.map(({ current }) => current),
      charter.did,
    );
    const parts = { federation, verifier, clock, guards, rng: createSeededRng("charter"), signer: charter };
    const { signal } = new AbortController();
    const proof = must(await unlockSlot(parts, slot, { signal }));
    must(await creator.learn(proof));
    expect(creator.ledger.account(creator.account)?.next).toBe(3);
    for (const { current } of economy.guards)
      await current.ask({ ask: { type: "learn" }, proofs: [proof] }, charter.did);
    expect(must(await unlockSlot(parts, slot, { signal }))).toEqual(proof);
  });

  it("is not unlocked by a charter that does not believe enough of the guards", async () => {
    const world = await openContested("charter");
    const { replies } = await split(world);
    const votes = replies.flatMap((reply) =>
      reply.type === "vote" ? [{ ballot: reply.ballot, body: null, terms: null }] : [],
    );
    const { federation, charter } = world.economy;
    expect(await signUnlock(federation, votes.slice(0, 2), charter)).toEqual({
      ok: false,
      refusal: { code: "ECONOMICS_UNREACHABLE", answered: 2 },
    });
  });

  it("is not unlocked where another outcome may still get enough votes", async () => {
    const world = await openContested("charter");
    const { ask, replies } = await split(world);
    expect(wordsOf(await unlock(world, { ask, replies: replies.slice(1) }))).toEqual(
      Array(4).fill("ECONOMICS_NOT_CONTESTED"),
    );
  });

  it("is not unlocked by anybody else", async () => {
    const world = await openContested("charter");
    const { ask, replies } = await split(world);
    const words = wordsOf(await unlock(world, { ask, replies, by: world.creatorKey }));
    expect(words).toEqual(Array(4).fill("ECONOMICS_NOT_CHARTER"));
  });
});

async function unlock(
  world: World,
  {
    ask,
    replies,
    by = world.economy.charter,
  }: { ask: GuardAsk; replies: readonly GuardReply[]; by?: World["creatorKey"] },
) {
  const ballots = replies.flatMap((reply) => (reply.type === "vote" ? [reply.ballot] : []));
  const votes: StuckVote[] = ballots.map(({ vote, outcome }) => ({ ...vote, outcome }));
  const { slot } = ballots[0]!;
  const body = ask.type === "operation" ? ask.operation.body : null;
  const outcome =
    ballots.find((ballot) => ballot.vote.by === world.economy.guards[0]?.signer.did)?.outcome ??
    ballots[1]!.outcome;
  const record = {
    t: "icn/unlock/1",
    net: world.economy.federation.net,
    by: by.did,
    via: null,
    epoch: 0,
    slot,
    outcome,
    votes,
  } as const;
  return world.economy.askAll(
    { type: "unlock", unlock: embed(await signRecord(unlockRecord, { ...record, votes }, by)), body },
    by.did,
  );
}

async function outcomeIn({ economy }: World, proof: Extract<GuardReply, { type: "certified" }>["proof"]) {
  const { readProof } = await import("@icn-mesh/economics");
  const read = readProof(economy.federation, proof, economy.verifier);
  return read.ok ? read.value.certificate.outcome : read.refusal;
}
