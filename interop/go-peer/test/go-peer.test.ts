import { rm } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createMemoryMetrics, didFromPeerId, peerIdFromDid } from "../../../packages/core/src/index.ts";
import { systemClock, systemRng } from "../../../packages/core/src/node/index.ts";
import { createRecordingLogger } from "../../../packages/core/src/testing/index.ts";
import type { NetworkNode } from "../../../packages/network/src/index.ts";
import { createLibp2pNetwork } from "../../../packages/network/src/libp2p/index.ts";
import { buildGoPeer } from "./build-go-peer.ts";
import { type GoPeer, startGoPeer } from "./go-peer.ts";

const TOPIC = "/icn-mesh/1/interop/announce";
const ECHO_REQUEST = { name: "/icn-mesh/echo-request/1" };
const ECHO_STREAM = { name: "/icn-mesh/echo-stream/1", maxBytes: 3 * 1024 * 1024 };

/** Its binaries are not to be had for every machine. */
const hasQuic = await import("@chainsafe/libp2p-quic").then(
  () => true,
  () => false,
);

const stops: (() => Promise<void>)[] = [];
let built: Awaited<ReturnType<typeof buildGoPeer>>;

beforeAll(async () => {
  built = await buildGoPeer();
});

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

afterAll(() => rm(built.folder, { recursive: true, force: true }));

async function startOurs(heard: string[]): Promise<NetworkNode> {
  const network = createLibp2pNetwork(
    {
      clock: systemClock,
      rng: systemRng,
      logger: createRecordingLogger(),
      metrics: createMemoryMetrics(),
    },
    {
      network: "interop",
      secretKey: systemRng.bytes(32),
      transports: hasQuic ? ["tcp", "quic"] : ["tcp"],
      listen: ["/ip4/127.0.0.1/tcp/0", ...(hasQuic ? ["/ip4/127.0.0.1/udp/0/quic-v1"] : [])],
      topics: [{ topic: TOPIC }],
      allowPrivateAddresses: true,
    },
  );
  await network.start();
  stops.push(() => network.stop());
  network.subscribe(TOPIC, {
    validate: ({ bytes }) => (text(bytes) === "bad" ? "reject" : "accept"),
    handle: ({ bytes }) => heard.push(text(bytes)),
  });
  network.handle(ECHO_REQUEST, ({ bytes }) => bytes.slice().reverse());
  network.accept(ECHO_STREAM, async (stream) => {
    for await (const bytes of stream.messages) await stream.send(bytes);
    stream.end();
  });
  return network;
}

async function startTheirs(): Promise<GoPeer> {
  const peer = await startGoPeer(built.program);
  stops.push(peer.stop);
  await peer.tell({ do: "subscribe", topic: TOPIC });
  return peer;
}

/** Two nodes that are connected over the transport, dialled by one side or the other, and how each hears the topic. */
async function connected(transport: string, dialler: string) {
  const heard: string[] = [];
  const [ours, theirs] = [await startOurs(heard), await startTheirs()];
  const isWanted = (address: string) => address.includes(transport);
  if (dialler === "we") {
    const address = theirs.addresses.find(isWanted) ?? "";
    expect(await ours.connect(address)).toMatchObject({ ok: true, peer: didFromPeerId(theirs.peerId) });
  } else {
    await theirs.tell({ do: "connect", address: ours.addresses().find(isWanted) });
  }
  await ours.ready(TOPIC, 1);
  await expect.poll(() => theirs.events.some(({ event }) => event === "joined")).toBe(true);
  return { ours, theirs, heard, ourId: peerIdFromDid(ours.self), theirDid: didFromPeerId(theirs.peerId) };
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString("base64");
const unpacked = (content = ""): string => Buffer.from(content, "base64").toString();

describe.each([
  ["/tcp/", "we"],
  ["/tcp/", "it"],
  ...(hasQuic
    ? [
        ["/quic-v1", "we"],
        ["/quic-v1", "it"],
      ]
    : []),
])("a peer in Go, over %s, where %s dialled", (transport, dialler) => {
  it("hears what we publish, and we hear it", async () => {
    const { ours, theirs, heard } = await connected(transport, dialler);
    const theirHeard = () =>
      theirs.events.filter(({ event }) => event === "message").map(({ data }) => unpacked(data));
    // Either side may have to wait a heartbeat before it sends to the other.
    await expect
      .poll(async () => {
        await ours.publish(TOPIC, bytesOf(`from us ${theirHeard().length} ${systemClock.now()}`));
        return theirHeard().some((each) => each.startsWith("from us"));
      })
      .toBe(true);
    await theirs.tell({ do: "publish", topic: TOPIC, data: base64("from Go") });
    await expect.poll(() => heard).toEqual(["from Go"]);
  });

  it("answers requests, and we answer its", async () => {
    const { ours, theirs, ourId, theirDid } = await connected(transport, dialler);
    const answer = await ours.request(theirDid, ECHO_REQUEST, bytesOf("abc"));
    expect(answer.ok && text(answer.bytes)).toBe("cba");
    const done = await theirs.tell({
      do: "request",
      peer: ourId,
      protocol: ECHO_REQUEST.name,
      data: base64("xyz"),
    });
    expect(unpacked(done.data)).toBe("zyx");
  });

  it("exchanges messages on streams, long ones too, either way", async () => {
    const { ours, theirs, ourId, theirDid } = await connected(transport, dialler);
    const long = new Uint8Array(2 * 1024 * 1024).fill(7);
    const opened = await ours.open(theirDid, ECHO_STREAM);
    if (!opened.ok) throw new Error(opened.code);
    const sending = (async () => {
      for (const bytes of [bytesOf("one"), long, bytesOf("two")]) await opened.stream.send(bytes);
      opened.stream.end();
    })();
    const lengths: number[] = [];
    for await (const bytes of opened.stream.messages) lengths.push(bytes.length);
    await sending;
    expect(lengths).toEqual([3, long.length, 3]);

    const frames = ["one", long, "two"].map(base64);
    const done = await theirs.tell({ do: "stream", peer: ourId, protocol: ECHO_STREAM.name, frames });
    expect(done.frames).toEqual(frames);
  });
});
