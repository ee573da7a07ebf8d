import {
  type Announcement,
  announcementRecord,
  cidOf,
  type Job,
  type RecordBody,
  type Signed,
  type Signer,
  signRecord,
  type Verifier,
} from "@icn-mesh/core";
import { checkFunding, createKnownHolds, operationSlot, readProof } from "@icn-mesh/economics";
import { describe, expect, it } from "vitest";
import { type HeldJob, holdFor, must } from "../a-job.ts";
import { MINUTE, openWorld, type World } from "../guard/world.ts";

/** What is different about an announcement, or about who looks at it. */
interface Change {
  readonly guards?: number;
  readonly job?: Partial<Job>;
  readonly amount?: bigint;
  readonly expiresIn?: number;
  readonly signer?: (world: World) => Signer;
  readonly body?: (good: Announcement, other: HeldJob) => Partial<Announcement>;
}

/** The announcement of a job with a hold of 100 that guards have certified. */
async function announce(world: World, { job, amount = 100n, expiresIn = 60 * MINUTE, ...change }: Change) {
  const { economy, creator, creatorKey, clock, held } = world;
  const { federation, verifier } = economy;
  const own = await holdFor(economy, creator, {
    amount,
    expiresAt: clock.now() + expiresIn,
    changes: job ?? {},
  });
  const proof = await creator.proof(operationSlot(federation.net, creator.account, own.hold.seq));
  const { certificate } = must(readProof(federation, proof!, verifier));
  const sig = new Uint8Array(64);
  const signer = change.signer?.(world) ?? creatorKey;
  const good: Announcement = {
    t: "icn/announce/1",
    net: federation.net,
    by: signer.did,
    via: null,
    job: { body: own.job.bytes, sig },
    hold: { body: proof!.body!, sig, epoch: certificate.epoch, votes: certificate.votes },
    round: 1,
    closesInMs: 10_000,
    invitedShare: 1_000_000,
  };
  const body = { ...good, ...change.body?.(good, held) };
  return signRecord(announcementRecord, body, signer);
}

function check({ economy, clock }: World, announcement: Signed<Announcement>, isTrusted = false) {
  const { federation, verifier } = economy;
  const funded = checkFunding(announcement, { federation, verifier, now: clock.now(), isTrusted });
  return funded.ok ? "funded" : funded.refusal.code;
}

/** What a node knows that remembers operations, and how many signatures it has verified. */
function remembering({ economy, clock }: World) {
  const { federation } = economy;
  const verified = { count: 0 };
  const verifier: Verifier = {
    ...economy.verifier,
    verify(claim) {
      verified.count += 1;
      return economy.verifier.verify(claim);
    },
  };
  const knownHolds = createKnownHolds();
  return { verified, context: { federation, verifier, now: clock.now(), isTrusted: false, knownHolds } };
}

const flip = (bytes: Uint8Array) => bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));

const faults: readonly ({ readonly what: string; readonly code: string } & Change)[] = [
  {
    what: "whose hold is for another job",
    code: "ECONOMICS_WRONG_JOB",
    body: (_, other) => ({ job: { body: other.job.bytes, sig: new Uint8Array(64) } }),
  },
  {
    what: "whose job cannot be read",
    code: "ECONOMICS_BAD_BYTES",
    body: ({ job }) => ({ job: { ...job, body: flip(job.body) } }),
  },
  {
    what: "whose hold cannot be read",
    code: "ECONOMICS_BAD_BYTES",
    body: ({ hold }) => ({ hold: { ...hold, body: flip(hold.body) } }),
  },
  { what: "with a budget above its hold", code: "ECONOMICS_ABOVE_HOLD", job: { budget: 101n } },
  {
    what: "with a budget for each of three replicas above its hold",
    code: "ECONOMICS_ABOVE_HOLD",
    job: { budget: 40n, verification: { type: "quorum", replicas: 3, agree: 2 } },
  },
  {
    what: "by somebody who does not manage it",
    code: "ECONOMICS_NOT_MANAGER",
    signer: ({ stranger }) => stranger,
  },
  {
    what: "whose hold ends before the work may",
    code: "ECONOMICS_CLAIM_OUT_OF_REACH",
    expiresIn: 5 * MINUTE,
  },
  {
    what: "with a vote that was not given",
    code: "ECONOMICS_BAD_SIGNATURE",
    body: ({ hold }) => ({
      hold: { ...hold, votes: hold.votes.map((vote) => ({ ...vote, sig: flip(vote.sig) })) },
    }),
  },
  {
    what: "with a vote too few",
    code: "ECONOMICS_NO_QUORUM",
    guards: 4,
    body: ({ hold }) => ({ hold: { ...hold, votes: hold.votes.slice(1) } }),
  },
];

describe("an announcement", () => {
  it.each([1, 4])("whose budget %d guards have certified to be held is funded", async (guards) => {
    const world = await openWorld({ guards });
    expect(check(world, await announce(world, {}))).toBe("funded");
  });

  it.each(faults)("$what is not funded: $code", async ({ code, guards = 1, ...change }) => {
    const world = await openWorld({ guards });
    expect(check(world, await announce(world, change))).toBe(code);
  });

  it("with a forged signature is not funded", async () => {
    const world = await openWorld();
    const announcement = await announce(world, {});
    expect(check(world, { ...announcement, sig: flip(announcement.sig) })).toBe("ECONOMICS_BAD_SIGNATURE");
  });

  it("is funded alike where its job was read before", async () => {
    const world = await openWorld();
    const announcement = await announce(world, {});
    const { federation, verifier } = world.economy;
    const context = { federation, verifier, now: world.clock.now(), isTrusted: false };
    const funded = must(checkFunding(announcement, context));
    const job = { cid: cidOf(announcement.body.job.body), body: funded.job };
    expect(checkFunding(announcement, { ...context, job })).toEqual({ ok: true, value: funded });
    const other = { cid: world.held.job.cid, body: world.held.job.body satisfies RecordBody };
    expect(checkFunding(announcement, { ...context, job: other }).ok).toBe(false);
  });

  describe("whose operation was found certified before", () => {
    it("is funded at the price of its own signature", async () => {
      const world = await openWorld({ guards: 4 });
      const announcement = await announce(world, {});
      const { context, verified } = remembering(world);
      must(checkFunding(announcement, context));
      expect(verified.count).toBe(4);
      must(checkFunding(announcement, context));
      expect(verified.count).toBe(5);
    });

    it("is not funded by other votes for it", async () => {
      const world = await openWorld({ guards: 4 });
      const good = await announce(world, {});
      const { context } = remembering(world);
      must(checkFunding(good, context));
      const { hold } = good.body;
      const votes = hold.votes.map((vote) => ({ ...vote, sig: flip(vote.sig) }));
      const forged = { ...good, body: { ...good.body, hold: { ...hold, votes } } };
      expect(checkFunding(forged, context)).toMatchObject({
        refusal: { code: "ECONOMICS_BAD_SIGNATURE" },
      });
    });
  });

  it("of a creator that is the only guard is funded for those who trust the federation by name", async () => {
    const world = await openWorld();
    const [guard] = world.economy.guards;
    const manager = { manager: guard!.signer.did };
    const announcement = await announce(world, { job: manager, signer: () => guard!.signer });
    expect(check(world, announcement)).toBe("ECONOMICS_NOT_INDEPENDENT");
    expect(check(world, announcement, true)).toBe("funded");
  });
});
