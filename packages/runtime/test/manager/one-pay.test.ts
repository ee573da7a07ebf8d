import { describe, expect, it } from "vitest";
import { createBidPolicy, type SubmitOptions } from "../../src/index.ts";
import type { LocalMesh } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

/** And shorter than the time to claim. */
const LONGER_THAN_A_LEASE_MS = 45_000;
const TEN_MINUTES_MS = 600_000;
const CHEAP = 9n;
const DEAR = 10n;

/** Asks so much for the second of a core that a job takes. */
const asking = (price: bigint) => {
  const rates = { perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };
  return createBidPolicy({ rates: { ...rates, perCpuCoreHour: price * 3600n } });
};

/** Two executors, of which the cheaper one has begun; the other ends its work at once. */
async function aJobThatHasBegun(options: SubmitOptions = {}) {
  const guests = [ledGuest(), ledGuest(), ledGuest()];
  guests[2]!.end();
  const mesh = await aMesh({
    node: (index) => ({ runner: guests[index]!.runner, bids: asking(index === 1 ? CHEAP : DEAR) }),
  });
  const job = await submit(mesh, { options });
  await mesh.advance(100);
  await guests[1]!.began;
  return { mesh, job, first: guests[1]!, second: guests[2]! };
}

function cutOff(mesh: LocalMesh, index: number, from = (_did: string): boolean => true): void {
  const { did } = nodeAt(mesh, index);
  mesh.network.separate((one, other) => (one === did && from(other)) || (other === did && from(one)));
}

/** What the submitter, the first and the second executor have gained or lost. */
function gains(mesh: LocalMesh): readonly bigint[] {
  return [0, 1, 2].map((index) => freeOf(mesh, index) - 1000n);
}

async function endOf(mesh: LocalMesh, job: Awaited<ReturnType<typeof submit>>) {
  await settled(mesh, 7_200_000);
  const { held, credits } = mesh.guard.ledger.totals("mana");
  expect({ held, credits }).toEqual({ held: 0n, credits: 0n });
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
  const executor = mesh.nodes.findIndex(({ did }) => did === lifecycle.receipt?.body.by);
  return { status: await statusOf(mesh, job), money: await moneyOf(mesh, job), executor };
}

describe("a creator pays once", () => {
  it("where the executor is cut off after it ran, and is back before its time to claim is over", async () => {
    const { mesh, job, first, second } = await aJobThatHasBegun();
    cutOff(mesh, 1);
    first.end();
    await mesh.advance(LONGER_THAN_A_LEASE_MS);
    expect([await statusOf(mesh, job), second.runs]).toEqual(["Executing", 0]);
    mesh.network.heal();
    expect(await endOf(mesh, job)).toEqual({ status: "Completed", money: "paid", executor: 1 });
    expect([gains(mesh), second.runs]).toEqual([[-CHEAP, CHEAP, 0n], 0]);
    await mesh.stop();
  });

  it("where it comes back too late to be paid, and another has run the job by then", async () => {
    const { mesh, job, first, second } = await aJobThatHasBegun();
    cutOff(mesh, 1);
    first.end();
    await mesh.advance(TEN_MINUTES_MS);
    mesh.network.heal();
    expect(await endOf(mesh, job)).toEqual({ status: "Completed", money: "paid", executor: 2 });
    expect([gains(mesh), first.runs, second.runs]).toEqual([[-DEAR, 0n, DEAR], 1, 1]);
    await mesh.stop();
  });

  it("where the guards pay an executor that reaches nobody else, however long that lasts", async () => {
    const { mesh, job, first, second } = await aJobThatHasBegun();
    cutOff(mesh, 1, (other) => other !== mesh.guard.did);
    first.end();
    await mesh.advance(TEN_MINUTES_MS);
    expect([await statusOf(mesh, job), freeOf(mesh, 1)]).toEqual(["Executing", 1000n + CHEAP]);
    mesh.network.heal();
    expect(await endOf(mesh, job)).toEqual({ status: "Completed", money: "paid", executor: 1 });
    expect([gains(mesh), second.runs]).toEqual([[-CHEAP, CHEAP, 0n], 0]);
    await mesh.stop();
  });

  it("where the receipt comes by way of others, and the outputs by way of the guards", async () => {
    const { mesh, job, first, second } = await aJobThatHasBegun();
    const { did } = nodeAt(mesh, 0);
    cutOff(mesh, 1, (other) => other === did);
    first.end();
    await mesh.until(async () => (await statusOf(mesh, job)) === "Completed");
    mesh.network.heal();
    expect(await endOf(mesh, job)).toEqual({ status: "Completed", money: "paid", executor: 1 });
    expect([gains(mesh), second.runs]).toEqual([[-CHEAP, CHEAP, 0n], 0]);
    await mesh.stop();
  });

  it("where the manager is cut off from everybody, while the guards pay the executor", async () => {
    const { mesh, job, first, second } = await aJobThatHasBegun();
    cutOff(mesh, 0);
    first.end();
    await mesh.advance(TEN_MINUTES_MS);
    mesh.network.heal();
    expect(await endOf(mesh, job)).toEqual({ status: "Completed", money: "paid", executor: 1 });
    expect([gains(mesh), second.runs]).toEqual([[-CHEAP, CHEAP, 0n], 0]);
    await mesh.stop();
  });

  it("where its manager is restarted while it waits for an executor that is cut off", async () => {
    const { mesh, job, first } = await aJobThatHasBegun();
    cutOff(mesh, 1);
    first.end();
    await mesh.advance(LONGER_THAN_A_LEASE_MS);
    await nodeAt(mesh, 0).restart();
    await mesh.advance(TEN_MINUTES_MS);
    mesh.network.heal();
    expect(await endOf(mesh, job)).toEqual({ status: "Completed", money: "paid", executor: 2 });
    expect(gains(mesh)).toEqual([-DEAR, 0n, DEAR]);
    await mesh.stop();
  });
});

describe("a creator that has spared the price of another attempt", () => {
  it("has its result within a lease, and may pay both, and no third one", async () => {
    const { mesh, job, first } = await aJobThatHasBegun({ spare: CHEAP });
    const { did } = nodeAt(mesh, 0);
    cutOff(mesh, 1, (other) => other === did);
    await mesh.advance(60_000);
    expect(await statusOf(mesh, job)).toBe("Completed");
    first.end();
    await mesh.advance(TEN_MINUTES_MS);
    mesh.network.heal();
    expect(await endOf(mesh, job)).toEqual({ status: "Completed", money: "paid", executor: 2 });
    expect(gains(mesh)).toEqual([-CHEAP - DEAR, CHEAP, DEAR]);
    await mesh.stop();
  });
});
