import { identify } from "@libp2p/identify";
import type { Connection, Stream } from "@libp2p/interface";
import { noise } from "@libp2p/noise";
import { tcp } from "@libp2p/tcp";
import { yamux } from "@libp2p/yamux";
import { multiaddr } from "@multiformats/multiaddr";
import { createLibp2p } from "libp2p";
import { createProtoWriter } from "../../src/blocks/wire/proto-fields.ts";

/** The protocol under which a libp2p node takes gossip. */
export const GOSSIP_PROTOCOL = "/meshsub/1.1.0";

/** A libp2p node without any of our limits, which says what it is told to say. */
export interface RawHost {
  connect(): Promise<Connection>;
  /** A stream to the target; it reads nothing that comes on it. */
  open(protocol: string): Promise<Stream>;
  stop(): Promise<void>;
}

/** Takes gossip as an honest peer would, so that the target treats it as one. */
export async function createRawHost(target: string): Promise<RawHost> {
  const host = await createLibp2p({
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify() },
    connectionMonitor: { enabled: false },
  });
  await host.handle(GOSSIP_PROTOCOL, (stream) => {
    stream.addEventListener("message", () => undefined);
  });
  const connect = (): Promise<Connection> => host.dial(multiaddr(target));
  return {
    connect,
    async open(protocol) {
      const connection = await connect();
      return connection.newStream(protocol);
    },
    stop: async () => host.stop(),
  };
}

/** A message of gossip: what one subscribes to, and what one publishes, without a signature. */
export interface GossipRpc {
  readonly subscriptions?: readonly string[];
  readonly messages?: readonly { readonly topic: string; readonly data: Uint8Array }[];
}

/** The frame of a message of gossip: its length, and the protobuf. */
export function gossipFrame({ subscriptions = [], messages = [] }: GossipRpc): Uint8Array {
  const rpc = createProtoWriter();
  for (const topic of subscriptions) {
    const entry = createProtoWriter();
    entry.number(1, 1);
    entry.bytes(2, new TextEncoder().encode(topic));
    rpc.bytes(1, entry.finish());
  }
  for (const { topic, data } of messages) {
    const entry = createProtoWriter();
    entry.bytes(2, data);
    entry.bytes(4, new TextEncoder().encode(topic));
    rpc.bytes(2, entry.finish());
  }
  return frameOf(rpc.finish());
}

/** The bytes with their length before them. */
export function frameOf(bytes: Uint8Array, claimed = bytes.length): Uint8Array {
  const head: number[] = [];
  for (let rest = claimed; ; rest = Math.floor(rest / 128)) {
    head.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) break;
  }
  return joined(Uint8Array.from(head), bytes);
}

function joined(head: Uint8Array, body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(head.length + body.length);
  frame.set(head);
  frame.set(body, head.length);
  return frame;
}
