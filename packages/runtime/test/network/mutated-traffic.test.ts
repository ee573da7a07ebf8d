import {
  createSeededRng,
  progressRecord,
  receiptRecord,
  releaseRecord,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { sampleReceipt } from "@icn-mesh/economics/testing";
import { expect, it } from "vitest";
import { federationLink } from "../../src/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

const CASES = 400;

it("I-16: no mutation of what an executor would say changes anything, wherever it comes from", async () => {
  const guest = ledGuest();
  const mesh = await aMesh({ node: (index) => ({ runs: index === 1, runner: guest.runner }) });
  const job = await submit(mesh);
  await mesh.advance(100);
  await guest.began;
  const { context, storage } = nodeAt(mesh, 0);
  const { signer } = nodeAt(mesh, 1);
  const { assignment, progress } = (await context.job(job))!.lifecycle;
  const { cid } = assignment!;
  const { net } = mesh.federation;
  const head = { net, by: signer.did, via: null, assignment: cid } as const;
  const outcome = { type: "failed", class: "trap", message: "" } as const;
  const receipt = await sampleReceipt({ cid, net }, signer, { outcome });
  const valid = {
    progress: sealRecord(await signRecord(progressRecord, { ...progress[0]!.body, seq: 9_999_999 }, signer)),
    receipt: sealRecord(await signRecord(receiptRecord, receipt.body, signer)),
    release: sealRecord(
      await signRecord(releaseRecord, { t: "icn/release/1", ...head, partPrice: 0n }, signer),
    ),
  };
  const snapshot = async () =>
    `${await storage.ref(`job/${job}`)} ${JSON.stringify((await context.job(job))!.lifecycle.state)}`;
  const before = await snapshot();
  const rng = createSeededRng("mutations");
  const stranger = federationLink(nodeAt(mesh, 2).network, mesh.federation.net);
  for (let number = 0; number < CASES; number++) {
    const [name, bytes] = Object.entries(valid)[number % 3]!;
    const mutated = Uint8Array.from(bytes);
    mutated[rng.below(bytes.length)]! ^= 1 + rng.below(255);
    const sending = stranger.request(nodeAt(mesh, 0).did, { name: `/icn-mesh/${name}/1` }, mutated);
    await mesh.advance(20);
    const answer = await sending;
    expect(answer.ok && new TextDecoder().decode(answer.bytes).includes("applied")).toBe(false);
  }
  // The heartbeat of the executor goes on meanwhile, and nothing else.
  const beats = (await context.job(job))!.lifecycle.progress.length;
  expect(beats).toBeGreaterThanOrEqual(1);
  expect((await context.job(job))!.lifecycle.receipts).toHaveLength(0);
  if (beats === 1) expect(await snapshot()).toBe(before);
  const sending = stranger.request(nodeAt(mesh, 0).did, { name: "/icn-mesh/receipt/1" }, valid.receipt);
  await mesh.advance(20);
  expect((await sending).ok).toBe(true);
  await settled(mesh);
  expect(await statusOf(mesh, job)).toBe("Failed trap");
  await mesh.stop();
});
