import {
  type Assignment,
  acceptanceRecord,
  assignmentRecord,
  type Cid,
  type JobId,
  openRecord,
  signRecord,
} from "@icn-mesh/core";
import { sampleAssignment, sampleReceipt } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { readBid } from "../../src/executor/mesh-tasks/kept-bid.ts";
import { createBidPolicy } from "../../src/index.ts";
import { federationLink } from "../../src/network/federation-link.ts";
import { encodeNotice, encodeOffer } from "../../src/network/wire-codecs.ts";
import { PROTOCOLS } from "../../src/network/wire-names.ts";
import { createSampleRunner, type LocalMesh } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

/** A bid in a round that stays open, for the third node does not answer; and what its manager would offer for it. */
async function aBid() {
  const guest = ledGuest();
  const mesh = await aMesh({ node: (index) => (index === 1 ? { runner: guest.runner } : {}) });
  const silent = nodeAt(mesh, 2).did;
  mesh.network.separate((from, to) => from === silent || to === silent);
  const job = await submit(mesh);
  const { storage, did } = nodeAt(mesh, 1);
  const open = (await readBid({ storage, clock: mesh.clock }, (await storage.ref(`bid/${did}/${job}/1`))!))!;
  const claimBy = mesh.clock.now() + 70_000;
  const genuine = sampleAssignment({ cid: job, body: open.job.body }, open.bid, { claimBy });
  return { mesh, job, guest, genuine };
}

/** Says something on the stream for assignments to the first executor; its answer, or undefined for a no. */
async function assign(mesh: LocalMesh, bytes: Uint8Array, by = 0): Promise<Uint8Array | undefined> {
  const link = federationLink(nodeAt(mesh, by).network, mesh.federation.net);
  const asking = link.request(nodeAt(mesh, 1).did, PROTOCOLS.assign, bytes);
  await mesh.advance(100);
  const answer = await asking;
  return answer.ok ? answer.bytes : undefined;
}

async function isAccepted(mesh: LocalMesh, body: Assignment, by = 0): Promise<boolean> {
  const answer = await assign(mesh, encodeOffer(assignmentRecord.codec.encode(body)), by);
  if (answer === undefined) return false;
  const opened = openRecord(acceptanceRecord, answer);
  return opened.ok && opened.value.body.accepted;
}

const OTHER = "bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy" as Cid;

describe("an executor that has bid", () => {
  it.each<{ what: string; changes: (offer: Assignment) => Partial<Assignment> }>([
    { what: "for less than it asks", changes: ({ price }) => ({ price: price - 1n }) },
    { what: "for another job", changes: () => ({ job: OTHER as string as JobId }) },
    { what: "for a bid that it did not make", changes: () => ({ bid: OTHER }) },
    { what: "in the name of another executor", changes: ({ by }) => ({ executor: by }) },
    { what: "out of another hold", changes: ({ hold }) => ({ hold: { ...hold, seq: hold.seq + 1 } }) },
    { what: "that it could not end in time", changes: () => ({ claimBy: 1 }) },
  ])("accepts no assignment $what", async ({ changes }) => {
    const { mesh, job, genuine, guest } = await aBid();
    expect(await isAccepted(mesh, { ...genuine, ...changes(genuine) })).toBe(false);
    expect(await isAccepted(mesh, genuine)).toBe(true);
    guest.end();
    mesh.network.heal();
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    await mesh.stop();
  });

  it("accepts none that is forged by a stranger, with its own name or with that of the manager", async () => {
    const { mesh, genuine, guest } = await aBid();
    mesh.network.heal();
    const stranger = nodeAt(mesh, 2);
    expect(await isAccepted(mesh, { ...genuine, by: stranger.did }, 2)).toBe(false);
    expect(await isAccepted(mesh, genuine, 2)).toBe(false);
    guest.end();
    await settled(mesh);
    await mesh.stop();
  });

  it("works for none that is not certified, and is free again once the guards gave its link to another", async () => {
    const { mesh, job, genuine, guest } = await aBid();
    expect(await isAccepted(mesh, genuine)).toBe(true);
    const signed = await signRecord(assignmentRecord, genuine, nodeAt(mesh, 0).signer);
    await assign(mesh, encodeNotice({ assignment: signed, proof: null }));
    expect([guest.runs, nodeAt(mesh, 1).runtime.open]).toEqual([0, 1]);
    // The end of the hold takes the link that was offered.
    expect(await nodeAt(mesh, 0).context.cancel(job, "to be alone")).toMatchObject({ answer: "applied" });
    await mesh.advance(60_000);
    expect([guest.runs, nodeAt(mesh, 1).runtime.open]).toEqual([0, 0]);
    guest.end();
    mesh.network.heal();
    const whole = { resources: { cpuCores: 4, memoryMb: 64, storageMb: 0 } };
    const next = await submit(mesh, { spec: whole });
    await settled(mesh, 3_600_000);
    expect(await statusOf(mesh, next)).toBe("Completed");
    await mesh.stop();
  });
});

const dear = createBidPolicy({
  rates: { perCpuCoreHour: 36_000n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n },
  failPpm: 500_000,
});

describe("an executor whose guest delivers and then fails", () => {
  it("is paid what was agreed for a failure, and what was delivered is there", async () => {
    const runner = createSampleRunner({
      async echo(_, options) {
        await options.onPartialOutput?.({ outputId: "half", stage: "one", bytes: Uint8Array.of(7, 7) });
        return { type: "failed", class: "trap", message: "in the middle" };
      },
    });
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner, bids: dear }) });
    const job = await submit(mesh);
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Failed trap", "split"]);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    const output = lifecycle.partialOutputs[0]!.body.output;
    expect(await nodeAt(mesh, 0).storage.get(output)).toEqual(Uint8Array.of(7, 7));
    expect([freeOf(mesh, 0), freeOf(mesh, 1)]).toEqual([995n, 1005n]);
    await mesh.stop();
  });
});

describe("an executor that claims its pay", () => {
  it("gets nothing for outputs that it shows to nobody", async () => {
    const guest = ledGuest();
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner, bids: dear }) });
    const job = await submit(mesh);
    await mesh.advance(100);
    await guest.began;
    const { did, signer, context } = nodeAt(mesh, 1);
    const { cid } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle.assignment!;
    const manager = nodeAt(mesh, 0).did;
    mesh.network.separate((from, to) => [from, to].includes(did) && [from, to].includes(manager));
    const outcome = { type: "ok", result: UNSERVED, outputs: {} } as const;
    const receipt = await sampleReceipt({ cid, net: mesh.federation.net }, signer, { outcome });
    const claimed = context.accounts.own.settle(cid, [{ body: receipt.bytes, sig: receipt.sig }]);
    claimed.catch(() => undefined);
    await mesh.until(() => nodeAt(mesh, 0).context.manager.open === 0, 7_200_000);
    expect(await moneyOf(mesh, job)).toBe("refunded");
    expect([freeOf(mesh, 0), freeOf(mesh, 1)]).toEqual([1000n, 1000n]);
    mesh.network.heal();
    await mesh.stop();
  });
});

const UNSERVED = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy" as Cid;
