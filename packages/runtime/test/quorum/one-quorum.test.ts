import { expect, it } from "vitest";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

it("gives a job to three executors, compares what they say, and pays all of them", async () => {
  const mesh = await aMesh({ nodes: 4 });
  const job = await submit(mesh, { options: { verification: { type: "quorum", replicas: 3, agree: 2 } } });
  await settled(mesh);
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
  expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
  expect(lifecycle.receipts).toHaveLength(3);
  expect(new Set(lifecycle.assignments.map(({ body }) => body.executor)).size).toBe(3);
  expect(freeOf(mesh, 0)).toBe(1000n - 3n);
  expect(mesh.guard.ledger.totals("mana")).toMatchObject({ held: 0n, credits: 0n });
  await mesh.stop();
});
