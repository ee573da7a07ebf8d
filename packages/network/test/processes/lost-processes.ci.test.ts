import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type HonestNode, startHonestNode } from "./honest-node.ts";
import type { HonestSetting } from "./honest-words.ts";
import { killPrograms } from "./start-program.ts";

const answered = { ok: true, code: null, bytes: 300 };
const alive = new Set<HonestNode>();

afterEach(async () => {
  for (const node of alive) await node.stop();
  alive.clear();
});
afterAll(killPrograms);

describe("a node that two others hear each other through", { timeout: 80_000 }, () => {
  it("AC-133 may be killed and come back at its address: messages go on, and nobody subscribes again", async () => {
    const { hub, left, right } = await startLine();
    await left.order("publish", { count: 1 });
    await right.order("hear", { author: left.key, number: 0 });

    await hub.kill("SIGKILL");
    alive.delete(hub);
    for (const node of [left, right]) await node.order("disconnected", { peer: hub.did });
    await left.order("publish", { count: 1 });
    const again = await start({ key: hub.key, listen: placeOf(hub) });
    expect(again.did).toBe(hub.did);

    await again.order("ready", { peers: 2 });
    await left.order("ready", { peers: 1 });
    await left.order("publish", { count: 1 });
    const { ms } = await right.order("hear", { author: left.key, number: 2 });
    expect(await right.order("request", { peer: hub.did, bytes: 300 })).toEqual(answered);
    const { peers, lowest } = await right.report();
    console.log(`heard ${Math.round(Number(ms))} ms after it was published`);
    expect([peers, Math.min(...Object.values(lowest))]).toEqual([[hub.did], 0]);
  });

  it("AC-133 may be killed and come back elsewhere: who kept it finds it by what it says of itself", async () => {
    const memory = join(mkdtempSync(join(tmpdir(), "icn-mesh-hub-")), "commits");
    const { hub, left, right } = await startLine({ discovers: true, memory });
    // They know each other too, so that one can tell the other where the hub went.
    await left.order("find", { enough: 2 });
    await left.order("connect", { to: right.did });

    await hub.kill("SIGKILL");
    alive.delete(hub);
    for (const node of [left, right]) await node.order("disconnected", { peer: hub.did });
    const again = await start({ key: hub.key, bootstrap: [left.address], discovers: true, memory });
    expect(placeOf(again)).not.toBe(placeOf(hub));

    await right.order("connected", { peer: hub.did });
    await again.order("ready", { peers: 2 });
    await again.order("publish", { count: 1 });
    for (const node of [left, right]) await node.order("hear", { author: hub.key, number: 0 });
    expect(await right.order("request", { peer: hub.did, bytes: 300 })).toEqual(answered);
  });

  it("may be stopped and go on: who asks it meanwhile is told in time, and what was said to it comes", async () => {
    const { hub, left, right } = await startLine();
    await hub.kill("SIGSTOP");
    const asked = await right.order("request", { peer: hub.did, bytes: 300, timeoutMs: 500 });
    expect(asked).toMatchObject({ code: "NETWORK_TIMEOUT" });
    await left.order("publish", { count: 50, everyMs: 80 });
    expect(Object.keys((await right.report()).delays)).toEqual([]);

    await hub.kill("SIGCONT");
    await right.order("hear", { author: left.key, number: 49 });
    expect(Object.keys((await right.report()).delays)).toHaveLength(50);
    expect(await right.order("request", { peer: hub.did, bytes: 300 })).toEqual(answered);
    for (const node of [left, right]) expect((await node.report()).dropped).toEqual([]);
  });
});

async function start(setting: HonestSetting): Promise<HonestNode> {
  const node = await startHonestNode(setting);
  alive.add(node);
  return node;
}

/** Two that know nobody but the one between them. */
async function startLine({ discovers = false, ...ofHub }: Partial<HonestSetting> = {}) {
  const hub = await start({ key: 1, discovers, ...ofHub });
  const bootstrap = [hub.address];
  const [left, right] = await Promise.all([
    start({ key: 2, bootstrap, discovers }),
    start({ key: 3, bootstrap, discovers }),
  ]);
  await hub.order("ready", { peers: 2 });
  for (const node of [left, right]) await node.order("ready", { peers: 1 });
  return { hub, left, right };
}

/** Its address without its name. */
function placeOf({ address }: HonestNode): string {
  return address.replace(/\/p2p\/.*$/, "");
}
