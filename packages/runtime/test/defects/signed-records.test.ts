import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import {
  announcementRecord,
  type Bid,
  checkpointRecord,
  cidOf,
  claimOf,
  createVerifier,
  type JobCheckpoint,
  type JobId,
  jobRecord,
  type Signed,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { sampleBid, sampleReceipt } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { federationLink } from "../../src/network/federation-link.ts";
import { PROTOCOLS } from "../../src/network/wire-names.ts";
import { type LocalMesh, sampleSpec } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

const verifier = createVerifier({ engine: nodeCryptoEngine() });

/** The link of a node, as the streams of the federation are named. */
function linkOf({ nodes, federation }: LocalMesh, index: number) {
  return federationLink(nodes[index]!.network, federation.net);
}

async function aJobThatRuns() {
  const guest = ledGuest();
  const mesh = await aMesh({ node: (index) => ({ runs: index === 1, runner: guest.runner }) });
  const job = await submit(mesh);
  await mesh.advance(100);
  await guest.began;
  const { assignment } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
  return { mesh, job, guest, assignment: assignment! };
}

/** As any tool for CIDs computes it, from the bytes alone. */
function plainCid(bytes: Uint8Array): string {
  const digest = createHash("sha256").update(bytes).digest();
  const whole = Buffer.concat([Uint8Array.of(0x01, 0x71, 0x12, 0x20), digest]);
  const bits = [...whole].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return `b${groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, "0"), 2)]).join("")}`;
}

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

async function isRunningOn(mesh: LocalMesh, job: JobId, end: () => void): Promise<void> {
  expect(await statusOf(mesh, job)).toBe("Executing");
  end();
  await settled(mesh);
  expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
  await mesh.stop();
}

describe("the records of a job", () => {
  it("defect 1, defect 14: lie in the store under the CID that any tool computes of their bytes", async () => {
    const mesh = await aMesh();
    const job = await submit(mesh);
    await settled(mesh);
    const { storage, context } = nodeAt(mesh, 0);
    const { job: body, entries, facts } = (await context.evidence(job))!;
    expect(facts.map((fact) => fact.body.t)).toContain("icn/receipt/1");
    for (const { cid, bytes } of [body, ...entries, ...facts]) {
      expect(plainCid(bytes)).toBe(cid);
      expect(Buffer.compare((await storage.get(cid))!, bytes)).toBe(0);
    }
    await mesh.stop();
  });

  it("defect 3: are no announcement any more with another spec below the creator's signature", async () => {
    const mesh = await aMesh();
    const silent = nodeAt(mesh, 2).did;
    mesh.network.separate((from, to) => from === silent || to === silent); // so that the round stays open
    const job = await submit(mesh);
    const { storage, signer } = nodeAt(mesh, 0);
    const body = announcementRecord.codec.parse(
      (await storage.get((await storage.ref(`announce/${job}`))!))!,
    );
    const other = { ...jobRecord.codec.parse(body.job.body), spec: sampleSpec({ args: ["other"] }) };
    const swapped = { ...body, job: { ...body.job, body: jobRecord.codec.encode(other) } };
    const sent = async (announced: typeof body): Promise<boolean> => {
      const bytes = sealRecord(await signRecord(announcementRecord, announced, signer));
      const answer = linkOf(mesh, 0).request(nodeAt(mesh, 1).did, PROTOCOLS.announce, bytes);
      await mesh.advance(100);
      return (await answer).ok;
    };
    expect([await sent(body), await sent(swapped)]).toEqual([true, false]);
    mesh.network.heal();
    await settled(mesh);
    await mesh.stop();
  });

  it("defect 4: hold by all of their bytes: a list is not the same when it is joined, nor a state left out", async () => {
    const { mesh, job, guest, assignment } = await aJobThatRuns();
    const { signer, did } = nodeAt(mesh, 1);
    const [listed, joined] = [["wasm", "gpu"], ["wasmgpu"]].map((capabilities) =>
      sampleBid(mesh.federation.net, job, { by: signer, changes: { capabilities } }),
    );
    expect((await listed!).cid).not.toBe((await joined!).cid);
    const forged: Signed<Bid> = { ...(await joined!), sig: (await listed!).sig };
    expect(verifier.verify(claimOf(forged))).toBe(false);
    const head = { net: mesh.federation.net, by: did, via: null, assignment: assignment.cid } as const;
    const place = { checkpointId: "one", stage: "", step: 1, percent: 1, prev: null, intermediate: null };
    const state = cidOf(Uint8Array.of(1), "raw");
    const body: JobCheckpoint = { t: "icn/checkpoint/1", ...head, ...place, seq: 9_000_000, at: 0, state };
    const genuine = await signRecord(checkpointRecord, body, signer);
    const elsewhere = { ...body, state: cidOf(Uint8Array.of(2), "raw") };
    const altered = { ...(await signRecord(checkpointRecord, elsewhere, signer)), sig: genuine.sig };
    const { inbox } = nodeAt(mesh, 0).context.manager;
    expect(await inbox.report(altered)).toMatchObject({ answer: "illegal", why: "bad-signature" });
    await isRunningOn(mesh, job, guest.end);
  });

  it("defect 5: are signed as what they are, and as nothing else", async () => {
    const { mesh, job, guest } = await aJobThatRuns();
    const { signer } = nodeAt(mesh, 1);
    const bid = sealRecord(await sampleBid(mesh.federation.net, job, { by: signer }));
    const manager = nodeAt(mesh, 0).did;
    for (const [name, protocol] of Object.entries(PROTOCOLS)) {
      const asking = linkOf(mesh, 1).request(manager, protocol, bid);
      await mesh.advance(100);
      const answer = await asking;
      const said = answer.ok ? new TextDecoder().decode(answer.bytes) : "";
      expect([name, said.includes("applied")]).toEqual([name, false]);
    }
    const bare = await sampleBid(mesh.federation.net, job, { by: signer });
    const sig = await signer.sign(Uint8Array.from(createHash("sha256").update(bare.bytes).digest()));
    expect(verifier.verify(claimOf({ ...bare, sig }))).toBe(false);
    await isRunningOn(mesh, job, guest.end);
  });

  it("defect 11: mean nothing the second time, also after a restart and whatever was heard in between", async () => {
    const { mesh, job, guest, assignment } = await aJobThatRuns();
    guest.end();
    await settled(mesh);
    const before = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
    const all = (await nodeAt(mesh, 0).context.evidence(job))!.facts.map(sealRecord);
    await nodeAt(mesh, 0).restart();
    await nodeAt(mesh, 1).restart();
    await mesh.advance(3_600_000);
    const link = linkOf(mesh, 2);
    for (const bytes of all) {
      for (const protocol of Object.values(PROTOCOLS)) {
        const asking = link.request(nodeAt(mesh, 0).did, protocol, bytes);
        await mesh.advance(50);
        await asking;
      }
    }
    const { context } = nodeAt(mesh, 0);
    const late = await sampleReceipt(
      { cid: assignment.cid, net: mesh.federation.net },
      nodeAt(mesh, 1).signer,
    );
    expect((await context.anchorReceipt(late)).answer).not.toBe("applied");
    expect((await context.job(job))!.lifecycle).toEqual(before);
    expect(mesh.nodes.reduce((sum, node) => sum + node.context.balance().free, 0n)).toBe(3000n);
    await mesh.stop();
  });
});
