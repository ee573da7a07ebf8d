import { expect, it } from "vitest";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

it("AC-152, AC-153: carries a job from its submission to its settlement, between nodes", async () => {
  const mesh = await aMesh();
  const job = await submit(mesh);
  await settled(mesh);
  expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
  const price = lifecycle.assignment!.body.price;
  const executor = mesh.nodes.findIndex(({ did }) => did === lifecycle.receipt!.body.by);
  expect(executor).toBeGreaterThan(0);
  expect(freeOf(mesh, 0)).toBe(1000n - price);
  expect(freeOf(mesh, executor)).toBe(1000n + price - price / 100n);
  expect(mesh.guard.ledger.totals("mana")).toMatchObject({ held: 0n, credits: 0n });
  await mesh.stop();
});
