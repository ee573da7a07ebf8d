import type { Did } from "@icn-mesh/core";
import { assertThat } from "@icn-mesh/core/testing";
import { NetworkError } from "../../errors.ts";
import type { NetworkLimits } from "../../network-limits.ts";
import type { Address, NetworkService, Subscriber, TopicMessage, TopicRules } from "../../network-service.ts";

/** Nodes of one network, and how to let them talk. */
export interface NetworkSubject {
  /** A node that runs, can be dialled, and is connected to nobody. The subject stops what the check leaves running. */
  node(options?: NetworkNodeOptions): Promise<NetworkService>;
  /** Resolves when so many milliseconds have passed on the clock of the nodes, and what was due has happened. */
  pass(ms: number): Promise<void>;
}

/** What a node of a subject is made with. */
export interface NetworkNodeOptions {
  /** Nodes of one number, from 1 to 255, have one key; another number for every node when not given. */
  readonly key?: number;
  /** `/icn-mesh/1/test/news` and `/icn-mesh/1/test/other` when not given. */
  readonly topics?: readonly TopicRules[];
  readonly admits?: (peer: Did) => boolean;
  readonly bootstrap?: readonly Address[];
  readonly limits?: Partial<NetworkLimits>;
}

/** The topics of a node that was given none. */
export const NEWS = "/icn-mesh/1/test/news";
export const OTHER = "/icn-mesh/1/test/other";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The text as a message. */
export function message(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of a message. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** What a handler of the check does that must not hurt anybody else. */
export function fail(how: string): never {
  throw new NetworkError(how, { code: "NETWORK_NOT_RUNNING", service: "the handler of a check" });
}

/** Waits, and fails when it does not become true within some 20 seconds of the nodes' clock. */
export async function until({ pass }: NetworkSubject, what: string, isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_000 && !isTrue(); tries++) await pass(20);
  assertThat(isTrue(), `waited in vain for ${what}`);
}

/** Nodes in a line, each connected to the next. */
export async function line(
  subject: NetworkSubject,
  length: number,
  options: NetworkNodeOptions = {},
): Promise<NetworkService[]> {
  const nodes: NetworkService[] = [];
  for (let at = 0; at < length; at++) nodes.push(await subject.node(options));
  for (const [at, node] of nodes.entries()) {
    const next = nodes[at + 1];
    if (next !== undefined) await connect(node, next);
  }
  return nodes;
}

/** Two connected nodes. */
export async function pair(
  subject: NetworkSubject,
  options: NetworkNodeOptions = {},
): Promise<readonly [NetworkService, NetworkService]> {
  const [left, right] = await line(subject, 2, options);
  assertThat(left !== undefined && right !== undefined, "two nodes");
  return [left, right];
}

/** Connects one node to the other, and fails when it cannot. */
export async function connect(from: NetworkService, to: NetworkService): Promise<void> {
  const result = await from.connect(addressOf(to));
  assertThat(result.ok, `could not connect: ${JSON.stringify(result)}`);
}

/** Where the node can be dialled. */
export function addressOf(node: NetworkService): Address {
  const [address] = node.addresses();
  assertThat(address !== undefined, "a running node has an address");
  return address;
}

/** What a subscriber got, as texts. */
export interface Heard extends Subscriber {
  readonly texts: string[];
  readonly messages: TopicMessage[];
}

/** A subscriber that accepts everything, or what `validate` says, and remembers it. */
export function hear(validate: Subscriber["validate"] = () => "accept"): Heard {
  const texts: string[] = [];
  const messages: TopicMessage[] = [];
  return {
    texts,
    messages,
    validate,
    handle(heard) {
      texts.push(textOf(heard.bytes));
      messages.push(heard);
    },
  };
}

/** Waits until each node would reach so many neighbours in the topic. */
export async function allReady(
  subject: NetworkSubject,
  nodes: readonly NetworkService[],
  peers: readonly number[],
): Promise<void> {
  await until(subject, "neighbours in the topic", () =>
    nodes.every((node, at) => node.topicPeers(NEWS).length >= (peers[at] ?? 1)),
  );
}
