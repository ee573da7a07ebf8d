import { afterEach, describe, expect, it } from "vitest";
import type { Libp2pNetworkOptions } from "../../../packages/network/src/libp2p/index.ts";
import { addressOf, bytesOf, ECHO, type OurNode, REVERSE, startOurs, TOPIC } from "./our-node.ts";

const nodes: OurNode[] = [];

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

async function start(options: Partial<Libp2pNetworkOptions>): Promise<OurNode> {
  const node = await startOurs(options);
  nodes.push(node);
  return node;
}

/** Its binaries are not to be had for every machine. */
const hasQuic = await import("@chainsafe/libp2p-quic").then(
  () => true,
  () => false,
);

describe.each([
  ...(hasQuic ? [["quic", "/ip4/127.0.0.1/udp/0/quic-v1", "/quic-v1"] as const] : []),
  ["webrtc-direct", "/ip4/127.0.0.1/udp/0/webrtc-direct", "/webrtc-direct"],
  ["websocket", "/ip4/127.0.0.1/tcp/0/ws", "/ws"],
  ["tcp", "/ip4/127.0.0.1/tcp/0", "/tcp/"],
] as const)("over %s", (transport, listen, part) => {
  it("two nodes publish, request and exchange streams", async () => {
    const options = { transports: [transport], listen: [listen] };
    const [left, right] = [await start(options), await start(options)];
    expect(await left.network.connect(addressOf(right, part))).toEqual({
      ok: true,
      peer: right.network.self,
    });
    const [seen] = right.network.peers();
    expect(seen).toMatchObject({ did: left.network.self, direction: "inbound" });

    const { signal } = new AbortController();
    await Promise.all([left, right].map(({ network }) => network.ready(TOPIC, 1, { signal })));
    expect(await left.network.publish(TOPIC, bytesOf("hello"))).toEqual({ ok: true, peers: 1 });
    await expect.poll(() => right.heard).toEqual([{ text: "hello", from: left.network.self }]);

    const answer = await left.network.request(right.network.self, REVERSE, bytesOf("abc"));
    expect(answer.ok && new TextDecoder().decode(answer.bytes)).toBe("cba");

    const opened = await left.network.open(right.network.self, ECHO);
    if (!opened.ok) throw new Error(opened.code);
    const large = new Uint8Array(2 * 1024 * 1024).fill(7);
    const sent = [bytesOf("one"), large, bytesOf("three")];
    const sending = (async () => {
      for (const bytes of sent) await opened.stream.send(bytes);
      opened.stream.end();
    })();
    const lengths: number[] = [];
    for await (const bytes of opened.stream.messages) lengths.push(bytes.length);
    await sending;
    expect(lengths).toEqual(sent.map(({ length }) => length));
    expect(await opened.stream.closed).toBe(true);
  });
});
