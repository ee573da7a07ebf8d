import { connect as connectSocket, type Socket } from "node:net";
import type { Clock } from "@icn-mesh/core";
import type { Stream } from "@libp2p/interface";
import { createProtoWriter } from "../../src/blocks/wire/proto-fields.ts";
import { createRawHost, frameOf, GOSSIP_PROTOCOL, gossipFrame, type RawHost } from "./raw-host.ts";

/** What a hostile peer works with. */
export interface AttackGround {
  readonly host: RawHost;
  /** The address of the honest node. */
  readonly target: string;
  /** A topic that honest nodes use; a message of it is good when its first byte is not 0xff. */
  readonly topic: string;
  /** A request protocol that honest nodes serve. */
  readonly protocol: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Goes on until the signal aborts or the honest node has had enough. */
export type Attack = (ground: AttackGround) => Promise<void>;

/** All that a hostile peer does, by name. */
export const ATTACKS = {
  "frames that claim a gibibyte": async (ground) => {
    await again(ground, async () => {
      for (const protocol of [ground.protocol, GOSSIP_PROTOCOL]) {
        const stream = await ground.host.open(protocol);
        stream.send(frameOf(new Uint8Array(1024), 2 ** 30));
      }
    });
  },
  "a frame that never ends": async (ground) => {
    const stream = await ground.host.open(ground.protocol);
    stream.send(frameOf(new Uint8Array(1024), 60_000));
    await pour(ground, stream, () => new Uint8Array(16_384));
  },
  "requests whose answers it never reads": async (ground) => {
    const stream = await ground.host.open(ground.protocol);
    stream.pause();
    let id = 0;
    await pour(ground, stream, () => frameOf(requestFrame(id++, new Uint8Array(32_000))));
  },
  "half-open connections": async ({ target, clock, signal }) => {
    const [, port] = /\/tcp\/(\d+)/.exec(target) ?? [];
    const sockets: Socket[] = [];
    for (let round = 0; round < 40 && !signal.aborted; round++) {
      for (let index = 0; index < 50; index++) {
        const socket = connectSocket(Number(port), "127.0.0.1");
        socket.on("error", () => undefined);
        if (index % 2 === 0) socket.write("\u0013/multistream/1.0.0\n");
        sockets.push(socket);
      }
      await pause(clock, signal, 50);
    }
    await pause(clock, signal, Number.POSITIVE_INFINITY);
    for (const socket of sockets) socket.destroy();
  },
  "a hundred thousand topics": async (ground) => {
    const stream = await ground.host.open(GOSSIP_PROTOCOL);
    let topic = 0;
    await pour(ground, stream, () => {
      const subscriptions = Array.from({ length: 64 }, () => `/topic/${topic++}`);
      return gossipFrame({ subscriptions });
    });
  },
  "one message with a hundred thousand topics": async (ground) => {
    await again(ground, async () => {
      const stream = await ground.host.open(GOSSIP_PROTOCOL);
      const subscriptions = Array.from({ length: 100_000 }, (_, index) => `/topic/${index}`);
      stream.send(gossipFrame({ subscriptions }));
    });
  },
  "a flood of bad messages": async (ground) => {
    const stream = await subscribed(ground);
    let count = 0;
    await pour(ground, stream, () => messages(ground.topic, 32, () => numbered(0xff, count++)));
  },
  "a flood of good messages": async (ground) => {
    const stream = await subscribed(ground);
    let count = 0;
    await pour(ground, stream, () => messages(ground.topic, 32, () => numbered(1, count++)));
  },
  "the same message again and again": async (ground) => {
    const stream = await subscribed(ground);
    const same = messages(ground.topic, 32, () => numbered(1, 0));
    await pour(ground, stream, () => same);
  },
  "messages of another network": async (ground) => {
    const stream = await subscribed(ground);
    let count = 0;
    const other = ground.topic.replace(/[^/]+$/, "elsewhere");
    await pour(ground, stream, () => messages(other, 32, () => numbered(1, count++)));
  },
  "messages above the size": async (ground) => {
    const stream = await subscribed(ground);
    let count = 0;
    await pour(ground, stream, () => messages(ground.topic, 1, () => numbered(1, count++, 100_000)));
  },
  "gossip that is no protobuf": async (ground) => {
    const stream = await subscribed(ground);
    await pour(ground, stream, () => frameOf(new Uint8Array(512).fill(0xfe)));
  },
  "a storm of streams": async (ground) => {
    await again(ground, async () => {
      const protocols = [ground.protocol, GOSSIP_PROTOCOL, "/icn-mesh/nobody-serves-this/1"];
      await Promise.allSettled(protocols.map((protocol) => ground.host.open(protocol)));
    });
  },
  "a storm of connections": async (ground) => {
    await again(ground, async () => {
      const host = await createRawHost(ground.target);
      await host.connect().catch(() => undefined);
      await host.stop();
    });
  },
  "a want-list of a million": async (ground) => {
    const wants = wantList(10_000);
    for (const protocol of ["/icn-mesh/blocks/1", "/ipfs/bitswap/1.2.0"]) {
      const stream = await ground.host.open(protocol).catch(() => undefined);
      for (let sent = 0; stream !== undefined && sent < 100 && !ground.signal.aborted; sent++) {
        if (!stream.send(frameOf(wants))) await drained(stream, ground);
        if (stream.status !== "open") break;
      }
    }
  },
} as const satisfies Readonly<Record<string, Attack>>;

/** The name of an attack. */
export type AttackName = keyof typeof ATTACKS;

async function subscribed({ host, topic }: AttackGround): Promise<Stream> {
  const stream = await host.open(GOSSIP_PROTOCOL);
  stream.send(gossipFrame({ subscriptions: [topic] }));
  return stream;
}

/** Sends as fast as the target takes it, and starts anew on another stream when this one is closed. */
async function pour(ground: AttackGround, stream: Stream, next: () => Uint8Array): Promise<void> {
  while (!ground.signal.aborted && stream.status === "open") {
    if (stream.send(next())) await Promise.resolve();
    else await drained(stream, ground);
    await pause(ground.clock, ground.signal, 0);
  }
}

async function drained(stream: Stream, { signal }: AttackGround): Promise<void> {
  await stream.onDrain({ signal }).catch(() => undefined);
}

/** Repeats, also after it was thrown out. */
async function again({ clock, signal }: AttackGround, attempt: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await attempt().catch(() => undefined);
    await pause(clock, signal, 10);
  }
}

async function pause(clock: Clock, signal: AbortSignal, ms: number): Promise<void> {
  await clock.after(ms, { signal }).catch(() => undefined);
}

function messages(topic: string, count: number, data: () => Uint8Array): Uint8Array {
  return gossipFrame({ messages: Array.from({ length: count }, () => ({ topic, data: data() })) });
}

function numbered(first: number, count: number, bytes = 300): Uint8Array {
  const message = new Uint8Array(bytes);
  message[0] = first;
  new DataView(message.buffer).setUint32(1, count);
  crypto.getRandomValues(message.subarray(8, 24));
  return message;
}

function requestFrame(id: number, body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(9 + body.length);
  const view = new DataView(frame.buffer);
  view.setUint32(1, id);
  view.setUint32(5, 10_000);
  return frame;
}

function wantList(count: number): Uint8Array {
  const list = createProtoWriter();
  for (let index = 0; index < count; index++) {
    const entry = createProtoWriter();
    const cid = new Uint8Array(36);
    cid.set([1, 0x71, 0x12, 0x20]);
    new DataView(cid.buffer).setUint32(4, index);
    entry.bytes(1, cid);
    entry.number(2, 1);
    list.bytes(1, entry.finish());
  }
  const message = createProtoWriter();
  message.bytes(1, list.finish());
  return message.finish();
}
