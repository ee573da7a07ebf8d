import { expect, it } from "vitest";
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
