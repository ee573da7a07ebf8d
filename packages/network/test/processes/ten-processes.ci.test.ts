import { afterAll, describe, expect, it } from "vitest";
import { type HonestNode, startHonestNode } from "./honest-node.ts";
import { killPrograms } from "./start-program.ts";

/** Each connects to so many of those that it found. */
const NEIGHBOURS = 2;

afterAll(killPrograms);

describe("ten nodes in ten processes, which are told one address", { timeout: 90_000 }, () => {
  it("AC-150 all hear an announcement, and without the node at that address the others still do", async () => {
    const first = await startHonestNode({ key: 1, discovers: true });
    const others = await startAll([first.address]);
    for (const node of others) await node.order("find", { enough: 9 });
    for (const node of others) await befriend(node, [first]);
    await readyAll(others, NEIGHBOURS + 1);

    const [author, ...readers] = others as [HonestNode, ...HonestNode[]];
    await author.order("publish", { count: 1 });
    const slowestMs = await slowest([first, ...readers], author, 0);

    await first.kill("SIGKILL");
    for (const node of others) await node.order("disconnected", { peer: first.did });
    await readyAll(others, NEIGHBOURS);
    await author.order("publish", { count: 1 });
    const laterMs = await slowest(readers, author, 1);
    console.log(`the last of nine heard after ${slowestMs} ms, and of eight without the first ${laterMs} ms`);

    const reports = await Promise.all(others.map((node) => node.report()));
    for (const { lowest } of reports) expect(Math.min(...Object.values(lowest))).toBeGreaterThanOrEqual(0);
    for (const node of others) await node.stop();
  });
});

/** Three at a time: what starts at once has to share the machine. */
async function startAll(bootstrap: readonly string[]): Promise<readonly HonestNode[]> {
  const nodes: HonestNode[] = [];
  for (let key = 2; key <= 10; key += 3) {
    const those = [key, key + 1, key + 2].map((each) =>
      startHonestNode({ key: each, bootstrap, discovers: true }),
    );
    nodes.push(...(await Promise.all(those)));
  }
  return nodes;
}

/** Connects to some that it knows only from what they say of themselves. */
async function befriend(node: HonestNode, except: readonly HonestNode[]): Promise<void> {
  const { found } = await node.order("find", { enough: 9 });
  const strangers = (found as string[]).filter((did) => !except.some((each) => each.did === did)).sort();
  // Each begins with who comes after it, so that the connections make a ring at the least.
  const after = strangers.filter((did) => did > node.did);
  for (const to of [...after, ...strangers].slice(0, NEIGHBOURS)) {
    expect(await node.order("connect", { to })).toMatchObject({ ok: true });
  }
}

async function readyAll(nodes: readonly HonestNode[], peers: number): Promise<void> {
  for (const node of nodes) await node.order("ready", { peers });
}

async function slowest(readers: readonly HonestNode[], author: HonestNode, number: number): Promise<number> {
  const times = await Promise.all(
    readers.map(async (reader) => (await reader.order("hear", { author: author.key, number }))["ms"]),
  );
  return Math.round(Math.max(...times.map(Number)));
}
