import { cidOf } from "@icn-mesh/core";
import { expect, it } from "vitest";
import { createSampleRunner, sampleSpec } from "../../src/testing/index.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf } from "../a-mesh.ts";

const guests = createSampleRunner({
  "ccl-wasm": ({ module }) => ({ type: "ok", result: module ?? Uint8Array.of(), outputs: new Map() }),
});
const module = Uint8Array.of(0, 97, 115, 109);
const manifest = cidOf(module, "raw");

async function aContract(auction?: boolean) {
  const mesh = await aMesh({
    node: (index) => ({ runs: index > 0 || auction === undefined, runner: guests }),
  });
  const { context, storage } = nodeAt(mesh, 0);
  await storage.commit({ blocks: [{ codec: "raw", bytes: module }] });
  const spec = sampleSpec({
    kind: { type: "ccl-wasm", params: {} },
    ...(auction === undefined ? {} : { auction }),
  });
  const submitting = context.submitJob(manifest, spec, 100n);
  await mesh.advance(0);
  const submitted = await submitting;
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  await settled(mesh);
  const view = (await context.job(submitted.job))!;
  return { mesh, job: submitted.job, lifecycle: view.lifecycle };
}

it("I-12: runs a contract on its creator's own node, with a receipt, for nothing", async () => {
  const { mesh, job, lifecycle } = await aContract();
  expect(await statusOf(mesh, job)).toBe("Completed");
  expect(lifecycle.receipt!.body).toMatchObject({ by: nodeAt(mesh, 0).did, outcome: { result: manifest } });
  expect(lifecycle.bids).toHaveLength(1);
  expect([await moneyOf(mesh, job), freeOf(mesh, 0)]).toEqual(["refunded", 1000n]);
  expect(nodeAt(mesh, 0).context.reputation(nodeAt(mesh, 0).did)).toBe(0);
  await mesh.stop();
});

it("puts a contract up for auction that asks for it, and pays for it", async () => {
  const { mesh, job, lifecycle } = await aContract(true);
  expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
  expect(lifecycle.bids.length).toBeGreaterThan(1);
  await mesh.stop();
});
