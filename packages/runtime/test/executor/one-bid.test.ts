import { expect, it } from "vitest";
import { keptBid } from "../../src/executor/mesh-tasks/kept-bid.ts";
import { createBidPolicy } from "../../src/index.ts";
import { aMesh, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

it("an executor never shows two bids for one round, whatever it thinks after a restart", async () => {
  let rate = 36_000n;
  const bids: ReturnType<typeof createBidPolicy> = (offered) =>
    createBidPolicy({
      rates: { perCpuCoreHour: rate, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n },
    })(offered);
  const mesh = await aMesh({ node: (index) => (index === 1 ? { bids } : {}) });
  const silent = nodeAt(mesh, 2).did;
  mesh.network.separate((from, to) => from === silent || to === silent);
  const job = await submit(mesh);
  expect(await statusOf(mesh, job)).toBe("BiddingOpen");
  rate = 72_000n;
  mesh.network.heal();
  await nodeAt(mesh, 1).restart();
  mesh.network.separate((from, to) => from === silent || to === silent);
  await nodeAt(mesh, 0).restart();
  await mesh.advance(11_000);
  mesh.network.heal();
  await settled(mesh);
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
  expect(lifecycle.bids.map(({ body }) => [body.round, body.price])).toEqual([[1, 10n]]);
  expect(await statusOf(mesh, job)).toBe("Completed");
  await mesh.stop();
});

it("an executor stands by a bid that it made before a restart", async () => {
  const mesh = await aMesh();
  const [, bidder, silent] = mesh.nodes;
  mesh.network.separate((from, to) => from === silent!.did || to === silent!.did);
  const job = await submit(mesh);
  expect(await statusOf(mesh, job)).toBe("BiddingOpen");
  await bidder!.restart();
  await mesh.until(async () => (await statusOf(mesh, job)) === "Completed");
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
  expect(lifecycle.assignments.map(({ body }) => body.executor)).toEqual([bidder!.did]);
  expect(lifecycle.bids.map(({ body }) => [body.by, body.round])).toEqual([[bidder!.did, 1]]);
  mesh.network.heal();
  await settled(mesh);
  await mesh.stop();
});

it("a bid is found again until its time is over, or something came of it", async () => {
  const mesh = await aMesh();
  const job = await submit(mesh);
  await settled(mesh);
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
  const winner = lifecycle.assignment!.body.executor;
  const isFound = async ({ body, cid }: (typeof lifecycle.bids)[number]): Promise<boolean> => {
    const { storage } = mesh.nodes.find(({ did }) => did === body.by)!;
    const found = await keptBid({ storage, clock: mesh.clock }, { bid: cid, executor: body.by, job });
    return found?.bid.cid === cid;
  };
  const won = lifecycle.bids.find(({ body }) => body.by === winner)!;
  const lost = lifecycle.bids.find(({ body }) => body.by !== winner)!;
  expect([await isFound(won), await isFound(lost)]).toEqual([false, true]);
  await mesh.advance(3_600_000);
  expect(await isFound(lost)).toBe(false);
  await mesh.stop();
});
