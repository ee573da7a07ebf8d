import { type Cid, createMemoryDisk, createMemoryStorage, type Storage } from "@icn-mesh/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MOST_ITEMS } from "../../src/heads/head-messages.ts";
import { runtimeProjections } from "../../src/index.ts";
import type { SharingNode } from "../../src/testing/index.ts";
import { createSharing, type Sharing } from "./sharing.ts";

let sharing: Sharing;

beforeEach(async () => {
  sharing = await createSharing();
});
afterEach(() => sharing.stop());

async function rootOf({ heads }: SharingNode): Promise<string> {
  const [outcomes] = await heads.roots();
  return `${outcomes?.count} ${outcomes?.root}`;
}

/** Lets time pass until they share the same. */
function areEqual(...nodes: readonly SharingNode[]): Promise<void> {
  return sharing.until(async () => new Set(await Promise.all(nodes.map(rootOf))).size === 1);
}

function storageForHeads(): Storage {
  return createMemoryStorage({ projections: [...runtimeProjections] });
}

function reputationOf({ heads }: SharingNode): number {
  return heads.reputation.reputation(sharing.signer("executor").did);
}

describe("a node that was away", () => {
  it("knows what the others know as soon as it is connected, and thinks of everybody as they do", async () => {
    const [here, away] = [await sharing.node("here"), await sharing.node("away")];
    await here.keep(await sharing.outcomes(300));
    expect(reputationOf(away)).toBe(0);
    await sharing.connect(away, "here");
    await areEqual(away, here);
    expect(await rootOf(away)).toMatch(/^300 /);
    expect(reputationOf(away)).toBe(21); // seven creators in each of three epochs
    expect(reputationOf(here)).toBe(21);
  });

  it("hears of what ends while it is connected, without being told", async () => {
    const [here, away] = [await sharing.node("here"), await sharing.node("away")];
    await sharing.connect(away, "here");
    await here.keep(await sharing.outcomes(5));
    await areEqual(away, here);
    expect(await rootOf(away)).toMatch(/^5 /);
  });

  it("asks only for what it does not have", async () => {
    const [here, away] = [await sharing.node("here"), await sharing.node("away")];
    const all = await sharing.outcomes(1500);
    await here.keep(all);
    await away.keep(all.slice(1));
    await sharing.connect(away, "here");
    const { end, asked, bytes } = await sharing.done(away.heads.pull(here.did));
    expect(end).toBe("done");
    expect(await rootOf(away)).toBe(await rootOf(here));
    expect(asked).toBeLessThanOrEqual(5);
    expect(bytes).toBeLessThan(30_000);
  });

  it("costs one question when nothing is missing", async () => {
    const [here, away] = [await sharing.node("here"), await sharing.node("away")];
    const all = await sharing.outcomes(40);
    await Promise.all([here.keep(all), away.keep(all)]);
    await sharing.connect(away, "here");
    const { asked, bytes } = await sharing.done(away.heads.pull(here.did));
    expect(asked).toBe(1);
    expect(bytes).toBeLessThan(256);
  });

  it("goes on where it was interrupted", async () => {
    const [here, away] = [await sharing.node("here"), await sharing.node("away")];
    await here.keep(await sharing.outcomes(900));
    await sharing.done(away.network.connect("/memory/here"));
    const both = new Set([here.did, away.did]);
    while ((await away.heads.roots())[0]?.count === 0) await sharing.clock.advance(0);
    sharing.network.separate((from, to) => both.has(from) && both.has(to));
    await sharing.clock.advance(120_000);
    const had = (await away.heads.roots())[0]?.count ?? 0;
    sharing.network.heal();
    await sharing.connect(away, "here");
    await areEqual(away, here);
    expect(had).toBeGreaterThan(0);
    expect(had).toBeLessThan(900);
  });

  it("has no more of a year in memory than the answer to one question", async () => {
    const [whole, empty] = [storageForHeads(), storageForHeads()];
    const entries = new Set<Cid>();
    let [onTheWay, most] = [0, 0];
    const here = await sharing.node("here", {
      ...whole,
      get(cid) {
        if (entries.has(cid)) onTheWay += 1;
        most = Math.max(most, onTheWay);
        return whole.get(cid);
      },
    });
    const away = await sharing.node("away", {
      ...empty,
      async commit(input) {
        const result = await empty.commit(input);
        onTheWay -= (input.refs ?? []).filter(({ name }) => name.startsWith("heads/")).length;
        return result;
      },
    });
    await here.keep(await sharing.outcomes(600));
    for await (const { cid } of whole.refs("heads/")) entries.add(cid);
    await sharing.done(away.network.connect("/memory/here"));
    await areEqual(away, here);
    expect(entries.size).toBe(600);
    expect(onTheWay).toBe(0);
    expect(most).toBe(MOST_ITEMS);
  });

  it("hears of what its own account is paid for", async () => {
    const [here, away] = [await sharing.node("here"), await sharing.node("away")];
    const creator = sharing.signer("creator").did;
    const own = await sharing.outcome({ number: 1000, executor: away.did, creator });
    await here.keep([...(await sharing.outcomes(10)), own]);
    await sharing.connect(away, "here");
    await areEqual(away, here);
    await sharing.until(async () => away.learnt.length > 0);
    expect(away.learnt.map(({ certificate }) => certificate)).toEqual([own.bytes.certificate]);
    expect(here.learnt).toEqual([]);
  });

  it("AC-161: finds what it knew when it starts again", async () => {
    const disk = createMemoryDisk();
    const open = () => createMemoryStorage({ disk, projections: runtimeProjections });
    const before = await sharing.node("before", open());
    await before.keep(await sharing.outcomes(100));
    const root = await rootOf(before);
    const after = await sharing.node("after", open());
    expect(await rootOf(after)).toBe(root);
    expect(reputationOf(after)).toBe(21);
  });
});

describe("many nodes", () => {
  it("AC-160: come to one root, whatever each of them began with", async () => {
    const names = ["a", "b", "c", "d", "e"];
    const nodes = await Promise.all(names.map((name) => sharing.node(name)));
    const all = await sharing.outcomes(100);
    for (const [index, node] of nodes.entries())
      await node.keep(all.filter((_, number) => number % 5 === index));
    // Each knows only the next one.
    for (const [index, node] of nodes.slice(0, -1).entries())
      await sharing.connect(node, names[index + 1] ?? "");
    await areEqual(...nodes);
    expect(await rootOf(nodes[0]!)).toMatch(/^100 /);
  });
});
