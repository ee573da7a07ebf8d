import { type Cid, cidOf } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { BITSWAP } from "../../src/blocks/bitswap-door.ts";
import { decodeBlockMessage, encodeBlockMessage, wantOf } from "../../src/blocks/wire/block-message.ts";
import type { NetworkNode } from "../../src/network-node.ts";
import { ended } from "../ended.ts";
import { type BlockNodes, blockNodes } from "./block-nodes.ts";
import { bytesOf } from "./sample-bytes.ts";

/** A peer that speaks Bitswap as IPFS nodes do: a stream for what it says, closed at once, and others for the answers. */
async function ipfsNode(nodes: BlockNodes) {
  const network = await nodes.stranger();
  const got: Uint8Array[] = [];
  const missing: (Cid | undefined)[] = [];
  let streams = 0;
  let endedStreams = 0;
  network.accept(BITSWAP, async (stream) => {
    streams += 1;
    stream.end();
    for await (const bytes of stream.messages) {
      const message = decodeBlockMessage(bytes);
      got.push(...(message?.blocks ?? []).map((block) => block.bytes));
      missing.push(...(message?.presences ?? []).map(({ cid }) => cid));
    }
    endedStreams += 1;
  });
  return { network, got, missing, streams: () => streams, endedStreams: () => endedStreams };
}

async function ask(
  nodes: BlockNodes,
  from: NetworkNode,
  { to, cids }: { to: NetworkNode; cids: readonly Cid[] },
) {
  const opened = await ended(nodes.clock, from.open(to.self, BITSWAP));
  if (!opened.ok) return opened.code;
  const wants = cids.map((cid) => wantOf(cid, "block"));
  await opened.stream.send(encodeBlockMessage({ wants, blocks: [], presences: [] }));
  opened.stream.end();
  await ended(nodes.clock, nodes.clock.after(100));
  return "asked";
}

describe("an IPFS node", () => {
  it("gets the blocks that it may have, on one stream for all that it asks in a while", async () => {
    const nodes = blockNodes();
    const ours = await nodes.node({ bitswap: true });
    const theirs = await ipfsNode(nodes);
    await nodes.connect(theirs.network, ours.network);
    const cids = [1, 2, 3].map((number) => ours.put(bytesOf(number)));
    const absent = cidOf(bytesOf(9), "raw");
    await ask(nodes, theirs.network, { to: ours.network, cids: cids.slice(0, 2) });
    await ask(nodes, theirs.network, { to: ours.network, cids: [...cids.slice(2), absent] });
    expect(theirs.got).toEqual([1, 2, 3].map((number) => bytesOf(number)));
    expect(theirs.missing).toEqual([absent]);
    expect(theirs.streams()).toBe(1);
  });

  it("finds the stream ended after a while, and gets another one when it asks again", async () => {
    const nodes = blockNodes();
    const ours = await nodes.node({ bitswap: true });
    const theirs = await ipfsNode(nodes);
    await nodes.connect(theirs.network, ours.network);
    for (const number of [1, 2]) {
      await ask(nodes, theirs.network, { to: ours.network, cids: [ours.put(bytesOf(number))] });
      await ended(nodes.clock, nodes.clock.after(20_000), 1_000);
    }
    expect(theirs.got).toEqual([bytesOf(1), bytesOf(2)]);
    expect([theirs.streams(), theirs.endedStreams()]).toEqual([2, 2]);
  });

  it("is not spoken to unless that was asked for", async () => {
    const nodes = blockNodes();
    const ours = await nodes.node();
    const theirs = await ipfsNode(nodes);
    await nodes.connect(theirs.network, ours.network);
    await ask(nodes, theirs.network, { to: ours.network, cids: [ours.put(bytesOf(1))] });
    expect(theirs.got).toEqual([]);
  });

  it("that does not take its answers costs nothing but its own answers", async () => {
    const nodes = blockNodes();
    const ours = await nodes.node({ bitswap: true });
    const deaf = await nodes.stranger();
    await nodes.connect(deaf, ours.network);
    await ask(nodes, deaf, { to: ours.network, cids: [1, 2, 3].map((number) => ours.put(bytesOf(number))) });
    expect(ours.exchange.stats()).toMatchObject({ abandoned: 1, blocksSent: 0 });
    const asker = await nodes.node();
    await nodes.connect(asker.network, ours.network);
    const fetching = asker.exchange.fetch(cidOf(bytesOf(1), "raw"));
    expect(await ended(nodes.clock, fetching)).toMatchObject({ ok: true });
  });
});
