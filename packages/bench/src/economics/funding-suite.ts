import {
  type Announcement,
  announcementRecord,
  cidOf,
  claimOf,
  type SignatureClaim,
  type Signed,
  signRecord,
  type Verifier,
} from "@icn-mesh/core";
import { bestEngine, systemClock } from "@icn-mesh/core/node";
import { checkFunding, claimOfBallot, type Federation, operationSlot, readProof } from "@icn-mesh/economics";
import { createSampleEconomy, sampleJob } from "@icn-mesh/economics/testing";
import { type BenchRow, sideBySide } from "../side-by-side.ts";

/** Checking offline that an announced job is paid for, with one guard and with three votes of four. */
export async function fundingSuite(): Promise<readonly BenchRow[]> {
  return [...(await funding(1)), ...(await funding(4))];
}

async function funding(guards: number): Promise<readonly BenchRow[]> {
  const { announcement, federation, verifier, claims } = await announced(guards);
  const context = { federation, verifier, now: systemClock.now(), isTrusted: false };
  const funded = checkFunding(announcement, context);
  if (!funded.ok) throw new Error("the sample is not funded");
  const job = { cid: cidOf(announcement.body.job.body), body: funded.value.job };
  const informed = { ...context, job };
  return sideBySide({
    operation: `check the hold of an announcement, ${federation.quorum} of ${guards} guards`,
    contenders: [
      {
        name: `${claims.length} bare verifications`,
        run: () => claims.every((claim) => verifier.verify(claim)),
      },
      {
        name: "ours: checkFunding of a job that was read",
        run: () => checkFunding(announcement, informed),
        wanted: 1.1,
      },
      { name: "ours: checkFunding, and reading the job", run: () => checkFunding(announcement, context) },
    ],
  });
}

interface Announced {
  readonly announcement: Signed<Announcement>;
  readonly federation: Federation;
  readonly verifier: Verifier;
  readonly claims: readonly SignatureClaim[];
}

async function announced(guards: number): Promise<Announced> {
  const economy = await createSampleEconomy({ engine: bestEngine(), clock: systemClock, guards });
  const { federation, verifier } = economy;
  const creator = await economy.client(1);
  await creator.learn(await economy.deposit(creator.account));
  await creator.idle();
  const job: ReturnType<typeof sampleJob>[] = [];
  const expiresAt = systemClock.now() + 3_600_000;
  const placed = await creator.perform({
    action: (hold) => {
      const made = sampleJob(federation.net, hold);
      job.push(made);
      return { type: "hold", job: made.cid, unit: "mana", amount: 100n, expiresAt };
    },
  });
  const [made] = job;
  if (!placed.ok || made === undefined) throw new Error("the sample has no hold");
  const slot = operationSlot(federation.net, creator.account, placed.value.seq);
  const proof = await creator.proof(slot);
  const read = proof && readProof(federation, proof, verifier);
  if (!proof?.body || !read?.ok) throw new Error("the sample has no proof");
  const { votes, outcome, epoch } = read.value.certificate;
  const sig = new Uint8Array(64);
  const body: Announcement = {
    t: "icn/announce/1",
    net: federation.net,
    by: creator.account,
    via: null,
    job: { body: made.bytes, sig },
    hold: { body: proof.body, sig, epoch, votes },
    round: 1,
    closesInMs: 10_000,
    invitedShare: 1_000_000,
  };
  const announcement = await signRecord(announcementRecord, body, economy.signer(1));
  const claims = [
    claimOf(announcement),
    ...votes.map((vote) => claimOfBallot(federation, { slot, outcome, vote })),
  ];
  return { announcement, federation, verifier, claims };
}
