import { expect, it } from "vitest";
import { createBidPolicy } from "../../src/index.ts";
import type { LocalMesh } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

const SOON_MS = 5000;
const TWO_HOURS = 7_200_000;
const rates = { perCpuCoreHour: 3600n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };

/** A job that one executor has begun, and how long it has until its time to claim is over. */
async function aJobThatHasBegun() {
  const guest = ledGuest();
  const mesh = await aMesh({
    nodes: 2,
    node: () => ({ runner: guest.runner, bids: createBidPolicy({ rates }) }),
  });
  const job = await submit(mesh, { options: { retry: { maxAttempts: 1, maxRounds: 1 } } });
  await mesh.advance(100);
  await guest.began;
  const { claimBy } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle.assignment!.body;
  return { mesh, job, guest, leftMs: claimBy - mesh.clock.now() };
}

async function endOf(mesh: LocalMesh, job: Awaited<ReturnType<typeof submit>>) {
  await settled(mesh, TWO_HOURS);
  const { held, credits } = mesh.guard.ledger.totals("mana");
  expect({ held, credits }).toEqual({ held: 0n, credits: 0n });
  const { outcome } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle.receipt?.body ?? {};
  const end = [await statusOf(mesh, job), await moneyOf(mesh, job)];
  return { end, outcome: outcome?.type, gains: [0, 1].map((index) => freeOf(mesh, index) - 1000n) };
}

it("an executor that ends its work after its time to claim says so, and gives nothing away", async () => {
  const { mesh, job, guest, leftMs } = await aJobThatHasBegun();
  await mesh.advance(leftMs + SOON_MS);
  guest.end();
  expect(await endOf(mesh, job)).toEqual({
    end: ["Failed timeout", "refunded"],
    outcome: "failed",
    gains: [0n, 0n],
  });
  await mesh.stop();
});

it("a result that neither its manager nor a guard has seen in time stays where it is", async () => {
  const { mesh, job, guest, leftMs } = await aJobThatHasBegun();
  const { did } = nodeAt(mesh, 1);
  mesh.network.separate((from, to) => from === did || to === did);
  guest.end();
  await mesh.advance(leftMs + SOON_MS);
  mesh.network.heal();
  expect(await endOf(mesh, job)).toEqual({
    end: ["Failed lost", "refunded"],
    outcome: undefined,
    gains: [0n, 0n],
  });
  await mesh.stop();
});

it("a result that a guard has seen in time is paid, and delivered after that", async () => {
  const { mesh, job, guest, leftMs } = await aJobThatHasBegun();
  const { did } = nodeAt(mesh, 0);
  mesh.network.separate((from, to) => from === did || to === did);
  guest.end();
  await mesh.advance(leftMs + SOON_MS);
  mesh.network.heal();
  expect(await endOf(mesh, job)).toEqual({ end: ["Completed", "paid"], outcome: "ok", gains: [-1n, 1n] });
  await mesh.stop();
});
