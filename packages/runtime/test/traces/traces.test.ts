import {
  type Assignment,
  acceptanceRecord,
  assignmentRecord,
  type ExecutionReceipt,
  openRecord,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { linkSlot } from "@icn-mesh/economics";
import { sampleBid, sampleReceipt } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { createBidPolicy, federationLink } from "../../src/index.ts";
import { encodeNotice, encodeOffer } from "../../src/network/wire-codecs.ts";
import { PROTOCOLS } from "../../src/network/wire-names.ts";
import { createSampleRunner, type LocalMesh } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";
import { inTime } from "../acceptance/in-time.ts";

const RATES = { perCpuCoreHour: 36_000n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };
/** Asks 10 mana for a second of a core, and half of it where the guest fails. */
const bids = createBidPolicy({ rates: RATES, failPpm: 500_000 });

/** A job that one of two executors is at, and the other one, which has bid too. */
async function aContestedJob() {
  const guest = ledGuest();
  const mesh = await aMesh({ nodes: 3, node: () => ({ runner: guest.runner, bids }) });
  const job = await submit(mesh);
  await mesh.advance(100);
  await guest.began;
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
  const { body } = lifecycle.assignment!;
  const winner = mesh.nodes.findIndex(({ did }) => did === body.executor);
  const loser = 3 - winner;
  const bid = lifecycle.bids.find((each) => each.body.by === nodeAt(mesh, loser).did)!;
  return { mesh, job, guest, assignment: lifecycle.assignment!, bid, winner, loser };
}

type Contested = Awaited<ReturnType<typeof aContestedJob>>;

/** Offers the loser the link of the hold that the winner has. */
async function offerAgain({ mesh, assignment, bid, loser }: Contested, by: Signer) {
  const { did } = nodeAt(mesh, loser);
  const body: Assignment = { ...assignment.body, by: by.did, executor: did, bid: bid.cid };
  const from = mesh.nodes.find((node) => node.did === by.did)!;
  const link = federationLink(from.network, mesh.federation.net);
  const offer = encodeOffer(assignmentRecord.codec.encode(body));
  const answer = await inTime(mesh, link.request(did, PROTOCOLS.assign, offer));
  return { body, answer, link };
}

describe("an assignment", () => {
  it("that a stranger makes up is not accepted", async () => {
    const contested = await aContestedJob();
    const { mesh, guest, winner } = contested;
    const { answer } = await offerAgain(contested, nodeAt(mesh, winner).signer);
    expect(answer).toEqual({ ok: false, code: "NETWORK_REFUSED" });
    guest.end();
    await settled(mesh);
    await mesh.stop();
  });

  it("that its creator doubles sets nobody to work, and costs nobody anything", async () => {
    const contested = await aContestedJob();
    const { mesh, job, guest, loser, winner, assignment } = contested;
    const { signer, did, context } = nodeAt(mesh, 0);
    const { body, answer, link } = await offerAgain(contested, signer);
    const accepted = openRecord(acceptanceRecord, answer.ok ? answer.bytes : new Uint8Array(0));
    expect(accepted.ok).toBe(true);
    const signed = await signRecord(assignmentRecord, body, signer);
    const proof = (await context.accounts.own.proof(linkSlot(body.hold, body.seq)))!;
    for (const shown of [null, proof]) {
      const notice = encodeNotice({ assignment: signed, proof: shown });
      await inTime(mesh, link.request(nodeAt(mesh, loser).did, PROTOCOLS.assign, notice));
    }
    await mesh.advance(5000);
    expect([winner, loser].map((index) => nodeAt(mesh, index).runtime.executor!.running)).toEqual([1, 0]);
    guest.end();
    await settled(mesh, 7_200_000);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job), guest.runs]).toEqual([
      "Completed",
      "paid",
      1,
    ]);
    expect(freeOf(mesh, loser)).toBe(1000n);
    expect(context.reputation(nodeAt(mesh, loser).did)).toBe(0);
    expect(assignment.body.by).toBe(did);
    await mesh.stop();
  });
});

describe("a job that is cancelled while its executor cannot be told", () => {
  it("is paid for, since the work was done in time", async () => {
    const guest = ledGuest();
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner, bids }) });
    const job = await submit(mesh);
    await mesh.advance(100);
    await guest.began;
    const [creator, executor] = [nodeAt(mesh, 0).did, nodeAt(mesh, 1).did];
    mesh.network.separate(
      (from, to) => (from === creator && to === executor) || (from === executor && to === creator),
    );
    const { context } = nodeAt(mesh, 0);
    expect(await context.cancel(job, "changed my mind")).toMatchObject({ answer: "applied" });
    guest.end();
    await settled(mesh, 7_200_000).catch(() => undefined);
    mesh.network.heal();
    await settled(mesh, 7_200_000);
    expect([await statusOf(mesh, job), freeOf(mesh, 0)]).toEqual(["Cancelled", 990n]);
    expect(freeOf(mesh, 1)).toBe(1010n);
    await mesh.stop();
  });
});

describe("a guest", () => {
  it("that delivers a part and then traps gets its executor the fail price, and leaves the part", async () => {
    const runner = createSampleRunner({
      async echo(_, options) {
        await options.onPartialOutput?.({ outputId: "part", stage: "one", bytes: Uint8Array.of(7) });
        return { type: "failed", class: "trap", message: "as planned" };
      },
    });
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner, bids }) });
    const job = await submit(mesh);
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Failed trap", "split"]);
    expect(freeOf(mesh, 0)).toBe(1000n - 5n);
    const part = await nodeAt(mesh, 0).context.getPartialOutput(job, "part");
    if (!part.ok) throw new Error(part.why);
    for await (const bytes of part.bytes) expect(bytes).toEqual(Uint8Array.of(7));
    expect(await nodeAt(mesh, 0).context.getOutput(job)).toEqual({ ok: false, why: "no-result" });
    await mesh.stop();
  });
});

/** Nobody has it. */
const UNSERVED =
  "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy" as ExecutionReceipt["assignment"];

describe("an executor", () => {
  it("that claims its pay and does not serve its outputs gets nothing", async () => {
    const guest = ledGuest();
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner, bids }) });
    const job = await submit(mesh, { options: { retry: { maxAttempts: 1, maxRounds: 1 } } });
    await mesh.advance(100);
    await guest.began;
    const { cid } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle.assignment!;
    const { signer, context } = nodeAt(mesh, 1);
    const outcome = { type: "ok", result: UNSERVED, outputs: {} } as const;
    const receipt = await sampleReceipt({ cid, net: mesh.federation.net }, signer, { outcome });
    expect(await nodeAt(mesh, 0).context.anchorReceipt(receipt)).toMatchObject({ answer: "applied" });
    const shown = [{ body: receipt.bytes, sig: receipt.sig }];
    const claimed = await inTime(mesh, context.accounts.own.settle(cid, shown));
    const fact = claimed.ok ? claimed.value.certified.fact : undefined;
    expect(fact).toMatchObject({ settlement: { type: "lapse" } });
    await mesh.until(async () => (await moneyOf(mesh, job)) === "refunded", 7_200_000);
    expect(await statusOf(mesh, job)).toBe("Failed invalid-receipt");
    expect([freeOf(mesh, 0), freeOf(mesh, 1)]).toEqual([1000n, 1000n]);
    await mesh.stop();
  });

  it("that accepts and vanishes loses the attempt within a lease, and another one does the work", async () => {
    const guest = ledGuest();
    const mesh = await aMesh({ nodes: 3, node: () => ({ runner: guest.runner, bids }) });
    mesh.network.setFaults({ minDelayMs: 20, maxDelayMs: 20 });
    const job = await submit(mesh, { options: { spare: 20n } });
    const vanished = await untilAccepted(mesh, job);
    mesh.network.separate((from, to) => from === vanished || to === vanished);
    expect(guest.runs).toBe(0);
    guest.end();
    await mesh.until(async () => (await statusOf(mesh, job)) === "Completed", 600_000);
    mesh.network.heal();
    await settled(mesh, 7_200_000);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.receipt!.body.by).not.toBe(vanished);
    expect(await moneyOf(mesh, job)).toBe("paid");
    await mesh.stop();
  });
});

/** Takes the steps of the clock one by one, so that nothing happens between the acceptance and the answer. */
async function untilAccepted(mesh: LocalMesh, job: Awaited<ReturnType<typeof submit>>) {
  for (let step = 0; step < 1000; step++) {
    const { assignment } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
    if (assignment !== null) return assignment.body.executor;
    await mesh.advance(1);
  }
  throw new Error("nobody has accepted");
}

describe("a bid in another's name", () => {
  it("neither counts nor keeps that other from bidding", async () => {
    const mesh = await aMesh({ nodes: 3, node: () => ({ runs: false }) });
    const job = await submit(mesh, { cost: 50n });
    const [honest, liar] = [nodeAt(mesh, 1).signer, nodeAt(mesh, 2).signer];
    const { inbox } = nodeAt(mesh, 0).context.manager;
    const bidOf = (price: bigint) =>
      sampleBid(mesh.federation.net, job, { by: honest, changes: { price, failPrice: 0n } });
    const real = await bidOf(10n);
    const spoofed = { ...(await bidOf(1n)), sig: real.sig };
    inbox.bid({ type: "BidSubmission", bid: spoofed }, liar.did); // on the liar's own stream
    inbox.bid({ type: "BidSubmission", bid: spoofed }, undefined); // by gossip
    inbox.bid({ type: "BidSubmission", bid: real }, honest.did);
    inbox.bid({ type: "BidSubmission", bid: spoofed }, liar.did);
    await mesh.advance(10_500);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.bids.map(({ cid }) => cid)).toEqual([real.cid]);
    expect(lifecycle.selections[0]!.body).toMatchObject({ winner: real.cid, rejected: [] });
    await nodeAt(mesh, 0).context.cancel(job, "seen enough");
    await settled(mesh);
    await mesh.stop();
  });
});
