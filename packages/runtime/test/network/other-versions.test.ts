import { Buffer } from "node:buffer";
import {
  announcementRecord,
  cidOf,
  type JobId,
  openEnvelope,
  openRecord,
  progressRecord,
  type Signer,
  sealEnvelope,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { sampleBid, sampleReceipt } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { meshTopics } from "../../src/index.ts";
import { federationLink } from "../../src/network/federation-link.ts";
import { PROTOCOLS } from "../../src/network/wire-names.ts";
import type { LocalMesh } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

/** The same record under another name of the same length, signed as it is then. */
async function renamed(envelope: Uint8Array, signer: Signer, [from, to]: readonly [string, string]) {
  const opened = openEnvelope(envelope);
  if (!opened.ok) throw new Error(opened.refusal.code);
  const body = Buffer.from(Buffer.from(opened.body).toString("latin1").replace(from, to), "latin1");
  return sealEnvelope(await signer.sign(Uint8Array.from(body)), Uint8Array.from(body));
}

/** What a node of today says, as a node of tomorrow would say it, and as one that says something new. */
async function recordsOfTomorrow(mesh: LocalMesh, job: Awaited<ReturnType<typeof submit>>) {
  const { signer } = nodeAt(mesh, 2);
  const { net } = mesh.federation;
  const cid = (await nodeAt(mesh, 0).context.job(job))!.lifecycle.assignment!.cid;
  const head = { net, by: signer.did, via: null, assignment: cid } as const;
  const said = { stage: "one", percent: 1, message: "", completedStages: [], remainingStages: [] };
  const progress = { t: "icn/progress/1", ...head, ...said, seq: 0, at: 0 } as const;
  const bid = sealRecord(await sampleBid(net, job, { by: signer }));
  const receipt = sealRecord(await sampleReceipt({ cid, net }, signer));
  const report = sealRecord(await signRecord(progressRecord, progress, signer));
  return Promise.all([
    renamed(bid, signer, ["icn/bid/1", "icn/bid/2"]),
    renamed(bid, signer, ["icn/bid/1", "icn/wow/1"]),
    renamed(receipt, signer, ["icn/receipt/1", "icn/receipt/9"]),
    renamed(report, signer, ["icn/progress/1", "icn/progress/7"]),
    renamed(report, signer, ["percent", "percept"]),
  ]);
}

describe("a node of tomorrow", () => {
  it("is heard by nodes of today as far as they understand it, and everything goes on", async () => {
    const guest = ledGuest();
    const mesh = await aMesh({ node: (index) => ({ runs: index === 1, runner: guest.runner }) });
    const job = await submit(mesh);
    await mesh.advance(100);
    await guest.began;
    const link = federationLink(nodeAt(mesh, 2).network, mesh.federation.net);
    const before = await nodeAt(mesh, 0).storage.ref(`job/${job}`);
    const records = await recordsOfTomorrow(mesh, job);
    const protocols = [...Object.values(PROTOCOLS), { name: "/icn-mesh/wow/1", maxBytes: 65_536 }];
    for (const bytes of records) {
      for (const { topic } of meshTopics(mesh.federation.net)) await link.publish(topic, bytes);
      for (const peer of [nodeAt(mesh, 0).did, nodeAt(mesh, 1).did]) {
        const answers = Promise.all(protocols.map((protocol) => link.request(peer, protocol, bytes)));
        await mesh.advance(100);
        // It is not because nobody listens that nothing comes of it.
        expect((await answers).some((answer) => !answer.ok && answer.code === "NETWORK_REFUSED")).toBe(true);
        const applied = (await answers).filter(
          (answer) => answer.ok && Buffer.from(answer.bytes).includes("applied"),
        );
        expect(applied).toEqual([]);
      }
    }
    expect(await nodeAt(mesh, 0).storage.ref(`job/${job}`)).toBe(before);
    guest.end();
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    // Nor is it held against it: it still finds somebody for a job of its own.
    const own = await submit(mesh, { by: 2 });
    await settled(mesh);
    expect([await statusOf(mesh, own, 2), await moneyOf(mesh, own, 2)]).toEqual(["Completed", "paid"]);
    expect(mesh.nodes.flatMap(({ lines }) => lines).filter(({ level }) => level === "error")).toEqual([]);
    await mesh.stop();
  });
});

describe("a node of yesterday", () => {
  it("that bids, and knows nothing of what follows, loses its turn to the next best", async () => {
    const mesh = await aMesh({ node: (index) => ({ runs: index === 1 }) });
    const { network, signer, did } = nodeAt(mesh, 2);
    const { net } = mesh.federation;
    const [announcements, bids] = meshTopics(net).map(({ topic }) => topic);
    const changes = { price: 0n, failPrice: 0n, needMs: 1000 };
    network.subscribe(announcements!, {
      validate: () => "accept",
      async handle({ bytes }) {
        const opened = openRecord(announcementRecord, bytes);
        if (!opened.ok) return;
        const { job, round } = opened.value.body;
        const bid = await sampleBid(net, cidOf(job.body) as string as JobId, {
          by: signer,
          changes: { ...changes, round },
        });
        await network.publish(bids!, sealRecord(bid));
      },
    });
    const silent = nodeAt(mesh, 1).did;
    mesh.network.setLinkFaults(silent, nodeAt(mesh, 0).did, { minDelayMs: 500, maxDelayMs: 500 });
    const job = await submit(mesh);
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    const { bids: made, receipt } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
    expect(made.map(({ body }) => body.by)).toContain(did);
    expect(receipt!.body.by).toBe(silent);
    await mesh.stop();
  });
});
