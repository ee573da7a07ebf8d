import { cidOf } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { encodeBlockMessage, wantOf } from "../../src/blocks/wire/block-message.ts";
import { countsOf } from "../counts-of.ts";
import { ended } from "../ended.ts";
import { blockNodes } from "./block-nodes.ts";
import { BLOCKS } from "./hostile-provider.ts";
import { bytesOf } from "./sample-bytes.ts";

describe("block exchange", () => {
  it("fetches a block from the peer that is said to have it, connected or not", async () => {
    const { clock, node } = blockNodes();
    const [asker, holder] = [await node(), await node()];
    const cid = holder.put(bytesOf(1));
    asker.network.learn(holder.did, holder.network.addresses());
    const result = await ended(clock, asker.exchange.fetch(cid, { providers: [holder.did] }));
    expect(result).toEqual({ ok: true, bytes: bytesOf(1), from: holder.did });
    expect(asker.exchange.stats()).toMatchObject({ blocksReceived: 1, bytesReceived: 100 });
    expect(holder.exchange.stats()).toMatchObject({ blocksSent: 1, bytesSent: 100 });
    expect(countsOf(asker.metrics, "network_blocks_total", "direction")).toEqual({ in: 1 });
    expect(countsOf(holder.metrics, "network_blocks_total", "direction")).toEqual({ out: 1 });
  });

  it("finds out which connected peer has a block, and has it sent once", async () => {
    const { clock, node, connect } = blockNodes();
    const asker = await node();
    const others = await Promise.all(Array.from({ length: 6 }, () => node()));
    for (const other of others) await connect(asker.network, other.network);
    const cid = others[4]!.put(bytesOf(1));
    others[5]!.put(bytesOf(1));
    const result = await ended(clock, asker.exchange.fetch(cid));
    expect(result).toMatchObject({ ok: true, bytes: bytesOf(1) });
    const sent = others.map(({ exchange }) => exchange.stats().blocksSent);
    expect(sent.reduce((sum, each) => sum + each)).toBe(1);
  });

  it("says so when nobody has the block, or may give it", async () => {
    const { clock, node, connect } = blockNodes();
    const asker = await node();
    const holder = await node({ serve: (_cid, peer) => (peer === asker.did ? undefined : bytesOf(1)) });
    const friend = await node();
    await connect(asker.network, holder.network);
    await connect(friend.network, holder.network);
    const cid = cidOf(bytesOf(1), "raw");
    const providers = [holder.did];
    expect(await ended(clock, asker.exchange.fetch(cid, { providers }))).toEqual({
      ok: false,
      code: "NETWORK_NO_PROVIDER",
    });
    expect(await ended(clock, friend.exchange.fetch(cid, { providers }))).toMatchObject({ ok: true });
  });
});

describe("a peer that asks", () => {
  it("and leaves is forgotten: no block is read for it any more", async () => {
    const { clock, memory, node, stranger, connect } = blockNodes();
    const slowly = { batchBytes: 1, bytesPerSecond: 100, burstBytes: 100 };
    const holder = await node({ limits: slowly, serve: () => bytesOf(0, 100_000) });
    const asker = await stranger();
    await connect(asker, holder.network);
    const opened = await ended(clock, asker.open(holder.did, BLOCKS));
    const wants = Array.from({ length: 50 }, (_, at) => wantOf(cidOf(bytesOf(at), "raw"), "block"));
    if (opened.ok) await opened.stream.send(encodeBlockMessage({ wants, blocks: [], presences: [] }));
    await ended(clock, clock.after(50));
    memory.reset(asker.self, holder.did);
    await ended(clock, clock.after(10_000));
    expect(holder.served).toHaveLength(1);
  });
});

describe("a session", () => {
  it("spreads the blocks over all who have them, and asks none for more than its window at a time", async () => {
    const { clock, node, connect } = blockNodes();
    const asker = await node({ limits: { window: 4 } });
    const holders = [await node(), await node(), await node()];
    for (const holder of holders) await connect(asker.network, holder.network);
    const cids = Array.from({ length: 60 }, (_, at) => holders.map((holder) => holder.put(bytesOf(at)))[0]!);
    const session = asker.exchange.session(holders.map(({ did }) => did));
    const results = await ended(clock, Promise.all(cids.map((cid) => session.fetch(cid))));
    expect(results.every(({ ok }) => ok)).toBe(true);
    for (const holder of holders) expect(holder.served.length).toBeGreaterThan(10);
    expect(holders.reduce((sum, { served }) => sum + served.length, 0)).toBe(60);
  });

  it("remembers who had a block, and asks nobody else whether they have the next", async () => {
    const { clock, node, connect } = blockNodes();
    const asker = await node();
    const [holder, other] = [await node(), await node()];
    await connect(asker.network, holder.network);
    await connect(asker.network, other.network);
    const cids = [1, 2, 3, 4].map((number) => holder.put(bytesOf(number)));
    const session = asker.exchange.session();
    for (const cid of cids)
      expect(await ended(clock, session.fetch(cid))).toMatchObject({ from: holder.did });
    expect(other.served).toEqual(cids.slice(0, 1));
  });

  it("learns of another provider while it runs", async () => {
    const { clock, node } = blockNodes();
    const [asker, holder] = [await node(), await node()];
    asker.network.learn(holder.did, holder.network.addresses());
    const cid = holder.put(bytesOf(1));
    const session = asker.exchange.session();
    expect(await ended(clock, session.fetch(cid))).toMatchObject({ ok: false });
    session.add(holder.did);
    expect(await ended(clock, session.fetch(cid))).toMatchObject({ ok: true });
  });
});

describe("a fetch", () => {
  it("that is given up is cancelled at the peer, unless somebody else waits for the same block", async () => {
    const { clock, node, connect } = blockNodes();
    const gate = Promise.withResolvers<undefined>();
    const asker = await node();
    const holder = await node({ limits: { batchBytes: 1 }, serve: () => gate.promise });
    await connect(asker.network, holder.network);
    const cids = [1, 2, 3].map((number) => cidOf(bytesOf(number), "raw"));
    const giveUp = new AbortController();
    const options = { providers: [holder.did], signal: giveUp.signal };
    const fetches = cids.map((cid) => asker.exchange.fetch(cid, options));
    const other = asker.exchange.fetch(cids[1]!, { providers: [holder.did] });
    await ended(clock, clock.after(50));
    giveUp.abort(new Error("enough"));
    for (const fetching of fetches) await expect(fetching).rejects.toThrow("enough");
    await ended(clock, clock.after(50));
    gate.resolve(undefined);
    await ended(clock, other);
    expect(holder.served).toEqual(cids.slice(0, 2));
  });

  it("for a block that is on its way already waits for the same", async () => {
    const { clock, node, connect } = blockNodes();
    const [asker, holder] = [await node(), await node()];
    await connect(asker.network, holder.network);
    const cid = holder.put(bytesOf(1));
    const all = await ended(clock, Promise.all([1, 2, 3].map(() => asker.exchange.fetch(cid))));
    expect(all.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(holder.exchange.stats().blocksSent).toBe(1);
  });

  it("waits when too many are under way, and leaves the line when it is given up", async () => {
    const { clock, node, connect } = blockNodes();
    const asker = await node({ limits: { maxFetches: 2 } });
    const holder = await node();
    await connect(asker.network, holder.network);
    const cids = Array.from({ length: 20 }, (_, at) => holder.put(bytesOf(at)));
    const giveUp = new AbortController();
    const fetches = cids.map((cid, at) =>
      asker.exchange.fetch(cid, at === 5 ? { signal: giveUp.signal } : {}),
    );
    giveUp.abort(new Error("enough"));
    const results = await ended(clock, Promise.allSettled(fetches));
    expect(results.map(({ status }) => status).filter((status) => status === "rejected")).toHaveLength(1);
    expect(asker.exchange.stats().blocksReceived).toBe(19);
  });

  it("ends, without a block, when the exchange stops; nothing is left running", async () => {
    const { clock, node, connect } = blockNodes();
    const asker = await node();
    const holder = await node({ serve: () => new Promise(() => undefined) });
    await connect(asker.network, holder.network);
    const idle = clock.pending;
    const fetching = asker.exchange.fetch(cidOf(bytesOf(1), "raw"), { providers: [holder.did] });
    await ended(clock, clock.after(50));
    await asker.exchange.stop();
    expect(await fetching).toMatchObject({ ok: false });
    await holder.exchange.stop();
    await ended(clock, clock.after(50));
    expect(clock.pending).toBeLessThanOrEqual(idle);
  });

  it("moves blocks of the largest size, and the empty one", async () => {
    const { clock, node, connect } = blockNodes();
    const [asker, holder] = [await node(), await node()];
    await connect(asker.network, holder.network);
    for (const length of [0, 4, 2 * 1024 * 1024]) {
      const bytes = length === 0 ? new Uint8Array(0) : bytesOf(1, length);
      const result = await ended(clock, asker.exchange.fetch(holder.put(bytes)));
      expect(result.ok && result.bytes.length).toBe(length);
    }
  });
});
