import { createMemoryMetrics, createMemoryStorage } from "@icn-mesh/core";
import { systemClock as clock, systemRng as rng } from "@icn-mesh/core/node";
import { createRecordingLogger } from "@icn-mesh/core/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createDiscovery } from "../../src/discovery/discovery.ts";
import { nodeTable, nodeTableKey } from "../../src/discovery/node-table.ts";
import { nodeTopic } from "../../src/discovery/node-topic.ts";
import type { NodeDescription } from "../../src/discovery/own-record.ts";
import { createLibp2pNetwork } from "../../src/libp2p/index.ts";
import { executor, guard, net, recordOf, signerOf, verifier } from "./node-samples.ts";

async function node(number: number, description: NodeDescription) {
  const signer = signerOf(number);
  const logger = createRecordingLogger();
  const network = createLibp2pNetwork(
    { clock, rng, logger, metrics: createMemoryMetrics() },
    {
      network: net,
      secretKey: new Uint8Array(32).fill(number),
      listen: ["/ip4/127.0.0.1/tcp/0"],
      allowPrivateAddresses: true,
      topics: [nodeTopic(net)],
      tables: [nodeTable(net, verifier)],
      table: "server",
    },
  );
  const { table } = network;
  const storage = createMemoryStorage();
  const discovery = createDiscovery(
    { network, table, clock, rng, logger, signer, verifier, storage },
    { net, description },
  );
  await network.start();
  await discovery.start();
  onTestFinished(async () => {
    await discovery.stop();
    await network.stop();
  });
  return { network, discovery, did: signer.did };
}

describe("over libp2p", () => {
  it("a node finds others by role from one bootstrap address, and dials them", async () => {
    const bootstrap = await node(1, { ...guard, roles: ["bootstrap"] });
    const [address = ""] = bootstrap.network.addresses();
    const sought = await node(2, executor);
    const asker = await node(3, guard);
    for (const each of [sought, asker]) {
      expect(await each.network.connect(address)).toMatchObject({ ok: true, peer: bootstrap.did });
    }
    await expect
      .poll(() => bootstrap.discovery.find({ roles: ["executor"] }), { timeout: 50_000 })
      .toHaveLength(1);
    const [found] = await asker.discovery.search({ roles: ["executor"], supported: ["icn/bid/1"] });
    expect(found).toMatchObject({ account: sought.did, isConfirmed: true });
    expect(await asker.network.connect(sought.did)).toMatchObject({ ok: true, peer: sought.did });
  });

  it("AC-132: a record that is put into the table is got from it, the newer one later", async () => {
    const [first, second] = [await node(4, guard), await node(5, guard)];
    const [address = ""] = first.network.addresses();
    await second.network.connect(address);
    const author = signerOf(9);
    const key = nodeTableKey(author.did);
    const [old, recent] = [await recordOf(author, { seq: 1 }), await recordOf(author, { seq: 2 })];
    const got = async () => [...((await second.network.table.get(key)) ?? [])];
    await expect.poll(() => first.network.table.put(key, old), { timeout: 50_000 }).toBeGreaterThan(0);
    expect(await got()).toEqual([...old]);
    await first.network.table.put(key, recent);
    expect(await got()).toEqual([...recent]);
    expect(await second.discovery.lookUp(author.did)).toMatchObject({
      account: author.did,
      record: { seq: 2 },
    });
  });
});
