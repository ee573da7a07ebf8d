import { cidOf, MAX_BLOCK_BYTES } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { encodeBlockMessage, wantOf } from "../../src/blocks/wire/block-message.ts";
import type { MessageStream } from "../../src/message-stream.ts";
import { ended } from "../ended.ts";
import { type BlockNodes, blockNodes } from "./block-nodes.ts";
import { type Answer, answerWith, NOTHING, provide } from "./hostile-provider.ts";
import { bytesOf } from "./sample-bytes.ts";

const wanted = bytesOf(1);
const cid = cidOf(wanted, "raw");

/** An asker, an honest holder of the wanted block, and a bad one that is asked first. */
async function setUp(nodes: BlockNodes, answer: Answer, limits = {}) {
  const asker = await nodes.node({ limits: { hedgeMs: 1_000, answerMs: 4_000, ...limits } });
  const bad = provide(await nodes.stranger(), answer);
  const honest = await nodes.node();
  honest.put(wanted);
  await nodes.connect(asker.network, bad);
  await nodes.connect(asker.network, honest.network);
  return { asker, bad, honest, providers: [bad.self, honest.did] };
}

describe("a provider that", () => {
  it.each([
    ["sends other bytes", answerWith(bytesOf(666))],
    ["sends the block with more bytes behind it", answerWith(Uint8Array.of(...wanted, 0))],
    ["sends what is no message", (stream: MessageStream) => stream.send(Uint8Array.of(0xff))],
    ["sends a block that is too large", answerWith(new Uint8Array(MAX_BLOCK_BYTES + 1))],
    [
      "sends the bytes under the name of another codec",
      (stream: MessageStream) =>
        stream.send(encodeBlockMessage({ ...NOTHING, blocks: [{ codec: "dag-cbor", bytes: wanted }] })),
    ],
  ])("%s loses its stream and is not asked again; the block comes from another", async (_, answer) => {
    const nodes = blockNodes();
    const { asker, honest, bad, providers } = await setUp(nodes, answer);
    const asked = () => ended(nodes.clock, asker.exchange.fetch(cid, { providers }));
    expect(await asked()).toEqual({ ok: true, bytes: wanted, from: honest.did });
    expect(asker.exchange.stats()).toMatchObject({ wrong: 1, blocksReceived: 1, silent: 0 });
    expect(await asked()).toMatchObject({ from: honest.did });
    expect(asker.exchange.stats().wrong).toBe(1);
    const alone = asker.exchange.fetch(cid, { providers: [bad.self] });
    expect(await ended(nodes.clock, alone)).toMatchObject({ ok: true, from: honest.did });
  });

  it("never answers is helped by another soon, and given up in the end", async () => {
    const nodes = blockNodes();
    const { asker, honest, providers } = await setUp(nodes, () => undefined);
    const start = nodes.clock.monotonic();
    const result = await ended(nodes.clock, asker.exchange.fetch(cid, { providers }));
    expect(result).toMatchObject({ from: honest.did });
    expect(nodes.clock.monotonic() - start).toBeLessThan(2_000);
    const unknown = asker.exchange.fetch(cidOf(bytesOf(2), "raw"), { providers });
    expect(await ended(nodes.clock, unknown)).toMatchObject({ ok: false });
    expect(asker.exchange.stats().silent).toBe(1);
  });

  it("says that it has the block, again and again, instead of sending it counts as silent", async () => {
    const nodes = blockNodes();
    let asked = 0;
    const chatter: Answer = async (stream, [first]) => {
      if (first === undefined) return;
      asked += 1;
      const presences = [{ name: wantOf(first, "block").name, cid: first, has: true }];
      for (let time = 0; time < 100; time++) await stream.send(encodeBlockMessage({ ...NOTHING, presences }));
    };
    const asker = await nodes.node();
    const bad = provide(await nodes.stranger(), chatter);
    await nodes.connect(asker.network, bad);
    const fetching = asker.exchange.fetch(cid, { providers: [bad.self] });
    expect(await ended(nodes.clock, fetching, 500)).toMatchObject({ ok: false });
    expect([asked, asker.exchange.stats().silent]).toEqual([1, 1]);
  });

  it("is slow is asked for no more than its window at a time", async () => {
    const nodes = blockNodes();
    let asked = 0;
    const { asker, bad } = await setUp(nodes, (_, wants) => (asked += wants.length), { window: 4 });
    const cids = Array.from({ length: 20 }, (_, at) => cidOf(bytesOf(100 + at), "raw"));
    const all = Promise.all(cids.map((each) => asker.exchange.fetch(each, { providers: [bad.self] })));
    await ended(nodes.clock, nodes.clock.after(500));
    expect(asked).toBe(4);
    await asker.exchange.stop();
    await all;
  });

  it("leaves in the middle is replaced by another", async () => {
    const nodes = blockNodes();
    const { asker, bad, honest, providers } = await setUp(nodes, () => {
      nodes.memory.reset(bad.self, asker.did);
    });
    expect(await ended(nodes.clock, asker.exchange.fetch(cid, { providers }))).toMatchObject({
      from: honest.did,
    });
  });

  it("cannot be reached, or speaks no such protocol, is passed over", async () => {
    const nodes = blockNodes();
    const asker = await nodes.node();
    const [mute, gone] = [await nodes.stranger(), await nodes.stranger()];
    const honest = await nodes.node();
    honest.put(wanted);
    for (const each of [mute, honest.network]) await nodes.connect(asker.network, each);
    const providers = [gone.self, mute.self, honest.did];
    expect(await ended(nodes.clock, asker.exchange.fetch(cid, { providers }))).toMatchObject({
      from: honest.did,
    });
  });

  it("sends blocks that nobody asked for loses its stream at the first, unhashed", async () => {
    const nodes = blockNodes();
    const late = Promise.withResolvers<MessageStream>();
    const { asker, bad } = await setUp(nodes, (stream) => late.resolve(stream));
    const giveUp = new AbortController();
    const fetching = asker.exchange.fetch(cidOf(bytesOf(3), "raw"), {
      providers: [bad.self],
      signal: giveUp.signal,
    });
    const stream = await ended(nodes.clock, late.promise);
    giveUp.abort(new Error("enough"));
    await expect(fetching).rejects.toThrow("enough");
    await answerWith(bytesOf(3))(stream, []); // it came too late, which is nobody's fault
    await ended(nodes.clock, nodes.clock.after(50));
    expect(asker.exchange.stats()).toMatchObject({ late: 1, wrong: 0 });
    await answerWith(bytesOf(3))(stream, []);
    expect(await ended(nodes.clock, stream.closed)).toBe(false);
    expect(asker.exchange.stats()).toMatchObject({ late: 1, wrong: 1 });
  });
});
