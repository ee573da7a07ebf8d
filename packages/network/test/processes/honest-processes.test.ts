import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeTopic } from "../../src/discovery/node-topic.ts";
import { net, otherNet, recordOf, signerOf } from "../discovery/node-samples.ts";
import { type HonestNode, startHonestNode } from "./honest-node.ts";
import { killPrograms, startProgram } from "./start-program.ts";

const answered = { ok: true, code: null, bytes: 300 };

describe("nodes in processes of their own", () => {
  let hub: HonestNode;
  let left: HonestNode;
  let right: HonestNode;

  beforeAll(async () => {
    hub = await startHonestNode({ key: 1, discovers: true });
    const bootstrap = [hub.address];
    [left, right] = await Promise.all([
      startHonestNode({ key: 2, bootstrap }),
      startHonestNode({ key: 3, bootstrap }),
    ]);
    await hub.order("ready", { peers: 2 });
    await Promise.all([left, right].map((node) => node.order("ready", { peers: 1 })));
  }, 60_000);
  afterAll(killPrograms);

  it("AC-130 shake hands and hear each other's messages, also through a third", async () => {
    for (const node of [left, hub]) await node.order("publish", { count: 3 });
    for (const author of [left.key, hub.key]) await right.order("hear", { author, number: 2 });
    await hub.order("hear", { author: left.key, number: 2 });
    const { delays } = await right.report();
    expect(Object.keys(delays)).toHaveLength(6);
  });

  it("ask each other and are answered, from both ends of one connection", async () => {
    expect(await left.order("request", { peer: hub.did, bytes: 300 })).toEqual(answered);
    expect(await hub.order("request", { peer: left.did, bytes: 300 })).toEqual(answered);
    expect(await left.order("request", { peer: right.did, bytes: 1 })).toMatchObject({
      code: "NETWORK_UNREACHABLE",
    });
  });

  it("neither hear nor punish a node of another network", async () => {
    const stranger = await startHonestNode({ key: 4, network: otherNet, bootstrap: [hub.address] });
    await hub.order("connected", { peer: stranger.did });
    await stranger.order("publish", { count: 3 });
    // Its answers come on the same connection, so that its messages would have come before.
    expect(await stranger.order("request", { peer: hub.did, bytes: 300 })).toEqual(answered);
    await hub.order("publish", { count: 1 });
    await right.order("hear", { author: hub.key, number: 3 });
    const [{ lowest, delays }, heard] = [await hub.report(), (await stranger.report()).delays];
    expect(lowest[stranger.did]).toBe(0);
    expect([Object.keys(delays).filter((name) => name.startsWith("4 ")), heard]).toEqual([[], {}]);
    await stranger.stop();
  });

  it("ignore what a later version says, and never punish it", async () => {
    const later = await laterVersion();
    const { lowest: before } = await hub.report();
    const { topic } = nodeTopic(net);
    const record = Buffer.from(later).toString("base64");
    const program = startProgram(new URL("./later-version-program.ts", import.meta.url), [
      hub.address,
      topic,
      record,
    ]);
    const { refused, answer } = JSON.parse(await program.line());
    await hub.order("hearLater", { count: 1 });
    await hub.order("publish", { count: 1 });
    await left.order("hear", { author: hub.key, number: 4 });
    const report = await hub.report();
    const newcomers = Object.entries(report.lowest).filter(([did]) => !(did in before));
    expect([refused, answer]).toEqual([true, [6, 1, 0, 0, 0, 2, 5]]);
    expect(newcomers.map(([, score]) => score)).toEqual([0]);
    expect(report.peers).toHaveLength(3);
    expect(report.others).toBe(0);
    await program.stop();
  });
});

/** A record of the second version of its type, which this version cannot read. */
async function laterVersion(): Promise<Uint8Array> {
  const bytes = await recordOf(signerOf(9));
  const at = Buffer.from(bytes).indexOf("icn/node/1") + "icn/node/".length;
  bytes[at] = "2".charCodeAt(0);
  return bytes;
}
