import {
  type Cancel,
  cancelRecord,
  createKeySigner,
  createSeededRng,
  type Signer,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { sampleReceipt } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { federationLink } from "../../src/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";
import { inTime } from "./in-time.ts";

async function aRunningJob() {
  const guest = ledGuest();
  const mesh = await aMesh({ nodes: 3, node: (index) => ({ runs: index === 1, runner: guest.runner }) });
  const job = await submit(mesh);
  await mesh.advance(100);
  await guest.began;
  const { assignment } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
  return { mesh, job, guest, assignment: assignment! };
}

describe("a stranger", () => {
  it("X-10: may ask where a job stands, and changes nothing of it", async () => {
    const { mesh, job, guest, assignment } = await aRunningJob();
    const { manager } = nodeAt(mesh, 0).context;
    const events: string[] = [];
    for (const event of ["job", "log", "finished"] as const)
      manager.events.on(event, () => events.push(event));
    const stranger = nodeAt(mesh, 2);
    const net = mesh.federation.net;
    const cancel = (by: Signer) => {
      const body: Cancel = { t: "icn/cancel/1", net, by: by.did, via: null, job, reason: "I want it" };
      return signRecord(cancelRecord, body, by);
    };
    const forged = { ...(await cancel(nodeAt(mesh, 0).signer)), sig: (await cancel(stranger.signer)).sig };
    const receipt = await sampleReceipt({ cid: assignment.cid, net }, stranger.signer);
    const answers = [
      await manager.cancel(await cancel(stranger.signer)),
      await manager.cancel(forged),
      await manager.inbox.report(receipt),
      await manager.inbox.log(
        { assignment: assignment.cid, run: 1, seq: 0, lines: Uint8Array.of(10) },
        stranger.did,
      ),
    ];
    expect(answers.map(({ answer }) => answer)).toEqual(["illegal", "illegal", "illegal", "illegal"]);
    expect(await stranger.context.cancel(job, "I want it")).toEqual({ answer: "unknown", why: null });
    expect(events).toEqual([]);
    expect(await statusOf(mesh, job)).toBe("Executing");
    expect(await manager.inbox.status(assignment.cid)).toMatchObject({ status: "Executing" });
    guest.end();
    await settled(mesh);
    await mesh.stop();
  });

  it("X-10: does not stop the work by telling its executor", async () => {
    const { mesh, job, guest } = await aRunningJob();
    const { did, signer } = nodeAt(mesh, 2);
    const head = { t: "icn/cancel/1", net: mesh.federation.net, via: null, job, reason: "" } as const;
    const cancel = await signRecord(cancelRecord, { ...head, by: did }, signer);
    const link = federationLink(nodeAt(mesh, 2).network, mesh.federation.net);
    const protocol = { name: "/icn-mesh/cancel/1", maxBytes: 65_536 };
    const telling = link.request(nodeAt(mesh, 1).did, protocol, sealRecord(cancel));
    expect(await inTime(mesh, telling)).toMatchObject({ ok: true });
    expect(nodeAt(mesh, 1).runtime.executor!.running).toBe(1);
    guest.end();
    await settled(mesh);
    expect(await statusOf(mesh, job)).toBe("Completed");
    await mesh.stop();
  });
});

describe("what a node shows", () => {
  it("X-9: no key, in no line, block, row, event or answer", async () => {
    const mesh = await aMesh({ nodes: 3 });
    const { context, storage } = nodeAt(mesh, 0);
    const events: unknown[] = [];
    for (const event of ["job", "log", "finished"] as const)
      context.manager.events.on(event, (said) => events.push(said));
    const principal = await context.accounts.principal("alice");
    const job = await submit(mesh);
    await settled(mesh);
    const shown: Uint8Array[] = [];
    for await (const cid of storage.cids()) shown.push((await storage.get(cid))!);
    for await (const { key, value } of storage.rows("jobs")) shown.push(Buffer.from(key), value);
    for await (const { name } of storage.refs("")) shown.push(Buffer.from(name));
    const said = { events, lines: nodeAt(mesh, 0).lines, view: await context.job(job) };
    const text = JSON.stringify(said, (_, value) => (typeof value === "bigint" ? `${value}` : value));
    const everything = Buffer.concat([...shown, Buffer.from(text)]);
    expect(everything.includes(Buffer.from(nodeAt(mesh, 0).did))).toBe(true);
    const rng = createSeededRng("local-mesh");
    const secrets = ["key node 0", "principals 0"].map((label) => rng.fork(label).bytes(32));
    const [own, alice] = secrets.map((secretKey) =>
      createKeySigner({ engine: nodeCryptoEngine(), secretKey }),
    );
    expect([own!.did, alice!.did]).toEqual([context.did, principal.account]);
    for (const secret of secrets) {
      expect(everything.includes(Buffer.from(secret))).toBe(false);
      expect(everything.includes(Buffer.from(secret).toString("hex"))).toBe(false);
      expect(everything.includes(Buffer.from(secret).toString("base64"))).toBe(false);
    }
    await mesh.stop();
  });
});
