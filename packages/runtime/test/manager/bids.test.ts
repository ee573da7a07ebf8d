import { type Bid, bidRecord, type JobId, type Signed, type Signer, signRecord } from "@icn-mesh/core";
import { sampleBid } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import type { LocalMesh } from "../../src/testing/index.ts";
import { aMesh, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

/** A job in an open round, with nobody but the test to bid for it. */
async function anOpenRound() {
  const mesh = await aMesh({ node: () => ({ runs: false }) });
  const job = await submit(mesh, { cost: 50n });
  const say = (bid: Signed<Bid>, from?: Signer) =>
    nodeAt(mesh, 0).context.manager.inbox.bid({ type: "BidSubmission", bid }, from?.did);
  return { mesh, job, say };
}

function bidOf(
  { mesh, job }: { readonly mesh: LocalMesh; readonly job: JobId },
  by: Signer,
  changes: Partial<Bid> = {},
): Promise<Signed<Bid>> {
  return sampleBid(mesh.federation.net, job, { by, changes: { price: 10n, failPrice: 0n, ...changes } });
}

async function endOfRound(mesh: LocalMesh, job: JobId) {
  await mesh.advance(10_500);
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
  const selection = lifecycle.selections[0]?.body;
  const numberOf = (did: Bid["by"]) => mesh.nodes.findIndex((node) => node.did === did);
  return {
    bidders: lifecycle.bids.map(({ body }) => numberOf(body.by)),
    rejected: Object.fromEntries(
      (selection?.rejected ?? []).map(({ bid, reason }) => {
        const { body } = lifecycle.bids.find(({ cid }) => cid === bid)!;
        return [numberOf(body.by), reason];
      }),
    ),
    winner: selection?.winner ?? null,
  };
}

describe("a round of bidding", () => {
  it("AC-093, I-2: counts what is signed by whom it names, and nothing else", async () => {
    const { mesh, job, say } = await anOpenRound();
    const [one, two] = [nodeAt(mesh, 1).signer, nodeAt(mesh, 2).signer];
    const good = await bidOf({ mesh, job }, one);
    const other = await bidOf({ mesh, job }, two);
    say(good, one);
    say({ ...other, sig: good.sig }, two); // its own stream vouches for it until it is looked at
    say({ ...(await bidOf({ mesh, job }, mesh.charter)), sig: good.sig }); // by gossip
    expect(await endOfRound(mesh, job)).toMatchObject({ bidders: [1], winner: good.cid });
    await mesh.stop();
  });

  it("I-2, AC-035: leaves out what is for another job or round, or above the budget", async () => {
    const { mesh, job, say } = await anOpenRound();
    const [one, two] = [nodeAt(mesh, 1).signer, nodeAt(mesh, 2).signer];
    say(await bidOf({ mesh, job }, one, { price: 51n }), one);
    say(await bidOf({ mesh, job }, two, { round: 2 }), two);
    expect(await endOfRound(mesh, job)).toEqual({
      bidders: [1],
      rejected: { 1: "over-budget" },
      winner: null,
    });
    await mesh.stop();
  });

  it("I-2: is deaf to whoever comes after it has closed", async () => {
    const { mesh, job, say } = await anOpenRound();
    const one = nodeAt(mesh, 1).signer;
    await mesh.advance(10_001);
    say(await bidOf({ mesh, job }, one), one);
    expect((await nodeAt(mesh, 0).context.job(job))!.lifecycle.bids).toHaveLength(0);
    await mesh.stop();
  });

  it("defect 7: bars an executor that signs two bids, in whatever order they come", async () => {
    const { mesh, job, say } = await anOpenRound();
    const [one, two] = [nodeAt(mesh, 1).signer, nodeAt(mesh, 2).signer];
    say(await bidOf({ mesh, job }, one, { price: 1n }), one);
    say(await bidOf({ mesh, job }, one, { price: 2n }), one);
    const honest = await bidOf({ mesh, job }, two);
    say(honest, two);
    expect(await endOfRound(mesh, job)).toMatchObject({ rejected: { 1: "equivocated" }, winner: honest.cid });
    await mesh.stop();
  });

  it("T25: holds no more bids than a selection can record, the best of all", async () => {
    const { mesh, job, say } = await anOpenRound();
    const keys = await Promise.all(
      Array.from({ length: 200 }, (_, number) =>
        nodeAt(mesh, 0).context.accounts.principal(`sybil ${number}`),
      ),
    );
    const signers = keys.map(({ account }) => nodeAt(mesh, 0).context.accounts.signerOf(account)!);
    for (const [number, signer] of signers.entries())
      say(await bidOf({ mesh, job }, signer, { price: BigInt(1 + (number % 40)) }), signer);
    await mesh.advance(10_500);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.bids).toHaveLength(128);
    expect(lifecycle.selections[0]!.body.bids).toHaveLength(128);
    await mesh.stop();
  });
});

describe("an executor that wins", () => {
  it("and does not accept loses its turn to the next best", async () => {
    const { mesh, job, say } = await anOpenRound();
    const [one, two] = [nodeAt(mesh, 1).signer, nodeAt(mesh, 2).signer];
    say(await bidOf({ mesh, job }, one, { price: 1n }), one);
    say(await bidOf({ mesh, job }, two, { price: 2n }), two);
    await mesh.until(async () => (await statusOf(mesh, job)).startsWith("Failed"));
    await settled(mesh, 3_600_000);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Failed no-bids", "refunded"]);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.assignments).toHaveLength(0);
    await mesh.stop();
  });

  it("I-9: may bid the moment the round opens", async () => {
    const mesh = await aMesh();
    const job = await submit(mesh);
    await mesh.advance(0);
    await settled(mesh);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.bids).toHaveLength(2);
    expect(
      await signRecord(bidRecord, lifecycle.bids[0]!.body, signerOf(mesh, lifecycle.bids[0]!.body.by)),
    ).toMatchObject({
      cid: lifecycle.bids[0]!.cid,
    });
    await mesh.stop();
  });
});

function signerOf(mesh: LocalMesh, did: Bid["by"]): Signer {
  return mesh.nodes.find((node) => node.did === did)!.signer;
}
