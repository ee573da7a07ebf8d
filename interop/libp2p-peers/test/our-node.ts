import { createMemoryMetrics, type Did } from "../../../packages/core/src/index.ts";
import { systemClock, systemRng } from "../../../packages/core/src/node/index.ts";
import { createRecordingLogger, type RecordingLogger } from "../../../packages/core/src/testing/index.ts";
import type { NetworkNode } from "../../../packages/network/src/index.ts";
import {
  createLibp2pNetwork,
  type Libp2pNetworkOptions,
} from "../../../packages/network/src/libp2p/index.ts";

/** A topic, and the protocols that a node of ours answers: requests back to front, and messages as they come. */
export const TOPIC = "/icn-mesh/1/interop/announce";
export const REVERSE = { name: "/icn-mesh/reverse/1" };
export const ECHO = { name: "/icn-mesh/echo/1", maxBytes: 3 * 1024 * 1024 };

/** A node of ours on the loopback interface, and what it has heard. */
export interface OurNode {
  readonly network: NetworkNode;
  readonly logger: RecordingLogger;
  readonly heard: Heard[];
  stop(): Promise<void>;
}

/** A message of the topic, as text, and the neighbour that passed it on. */
export interface Heard {
  readonly text: string;
  readonly from: Did;
}

/** A started node that takes part in the topic. */
export async function startOurs(options: Partial<Libp2pNetworkOptions>): Promise<OurNode> {
  const logger = createRecordingLogger();
  const network = createLibp2pNetwork(
    { clock: systemClock, rng: systemRng, logger, metrics: createMemoryMetrics() },
    {
      network: "interop",
      secretKey: systemRng.bytes(32),
      topics: [{ topic: TOPIC }],
      allowPrivateAddresses: true,
      ...options,
    },
  );
  const heard: Heard[] = [];
  await network.start();
  network.subscribe(TOPIC, {
    validate: () => "accept",
    handle: ({ bytes, from }) => heard.push({ text: new TextDecoder().decode(bytes), from }),
  });
  network.handle(REVERSE, ({ bytes }) => bytes.slice().reverse());
  network.accept(ECHO, async (stream) => {
    for await (const bytes of stream.messages) await stream.send(bytes);
    stream.end();
  });
  return { network, logger, heard, stop: () => network.stop() };
}

/** The first address of the node that has all these parts. */
export function addressOf({ network }: Pick<OurNode, "network">, ...parts: readonly string[]): string {
  const address = network.addresses().find((each) => parts.every((part) => each.includes(part)));
  if (address === undefined) throw new Error(`no ${parts.join(" ")} among ${network.addresses().join(" ")}`);
  return address;
}

/** The bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
