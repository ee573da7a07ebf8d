import type { Did, Listenable, Service } from "@icn-mesh/core";
import type { MessageStream } from "./message-stream.ts";
import type { ConnectResult, OpenResult, PublishResult, RequestResult } from "./network-results.ts";
import type { Protocol } from "./protocol.ts";
import type { RequestOptions, WaitOptions } from "./wait-options.ts";

/** What everybody who subscribed to it gets, e.g. `/icn-mesh/1/<network>/announce`. */
export type Topic = string;

/** Where a peer can be dialled, as a multiaddr, e.g. `/ip4/127.0.0.1/tcp/4001/p2p/12D3KooW…`. */
export type Address = string;

/** How a topic treats its messages; both ends of a network give the same rules. */
export interface TopicRules {
  readonly topic: Topic;
  /** The longest message; 64 KiB when not given, which is also the most. */
  readonly maxBytes?: number;
  /**
   * Names the part of a message that makes it what it is, e.g. all but its signature: once a message was accepted, any
   * other with an equal part is dropped in silence, unseen and not passed on. All bytes when not given. It does not
   * throw, whatever the bytes.
   */
  readonly identify?: (bytes: Uint8Array) => Uint8Array;
}

/** A message of a topic, and the neighbour that passed it on: not its author, whom only the bytes can name. */
export interface TopicMessage {
  readonly topic: Topic;
  readonly bytes: Uint8Array;
  readonly from: Did;
}

/**
 * What becomes of a message: delivered and passed on; dropped in silence (late, unknown, of a newer version); or
 * dropped and held against the neighbour that passed it on, which should have known better.
 */
export type MessageVerdict = "accept" | "ignore" | "reject";

/** How to take part in a topic. */
export interface Subscriber {
  /**
   * Asked once for every message that is not a duplicate, before it is passed on. Of several subscribers to a topic
   * the strictest verdict holds. What it throws is logged, and the message is ignored.
   */
  validate(message: TopicMessage): MessageVerdict | Promise<MessageVerdict>;
  /** Called with one accepted message after the other; the next waits for what it returns. What it throws is logged. */
  handle(message: TopicMessage): unknown;
  /** How many accepted messages may wait for `handle`; the oldest is dropped beyond it. 256 when not given. */
  readonly queue?: number;
}

/** Taking part in a topic, until it is stopped; it survives slow handlers, lost neighbours and reconnections. */
export interface Subscription {
  readonly topic: Topic;
  /** How many accepted messages were dropped because `handle` was too slow. */
  readonly lost: number;
  /** How many wait for `handle` now. */
  readonly waiting: number;
  /** Nothing is handled after it; a second call changes nothing. */
  stop(): void;
}

/** A request from an authenticated peer. */
export interface IncomingRequest {
  readonly peer: Did;
  readonly protocol: string;
  readonly bytes: Uint8Array;
  /** Aborts when the peer gave up, went away, or its deadline passed: the answer would reach nobody. */
  readonly signal: AbortSignal;
}

/** The answer, or null to refuse. What it throws is logged here, and the peer sees `NETWORK_FAILED`. */
export type RequestHandler = (request: IncomingRequest) => Uint8Array | null | Promise<Uint8Array | null>;

/** Called with every stream that a peer opens; the stream is aborted if it throws or rejects, and not ended for it. */
export type StreamHandler = (stream: MessageStream) => unknown;

/** How to connect. */
export interface ConnectOptions extends RequestOptions {
  /** Redials, with growing pauses, whenever the connection is lost or cannot be made, until `disconnect`. */
  readonly keep?: boolean;
}

/** A connected peer. */
export interface PeerInfo {
  readonly did: Did;
  /** Where it is reached now. */
  readonly address: Address;
  readonly direction: "inbound" | "outbound";
  /** How it behaved, 0 for a stranger: it falls with every offence and rises slowly. */
  readonly score: number;
  /** Those of our topics that it takes part in. */
  readonly topics: readonly Topic[];
}

/** What happens to a network, with its payload. */
export interface NetworkEvents {
  /** A peer has its first connection. */
  readonly connected: { readonly peer: Did };
  /** A peer lost its last connection. */
  readonly disconnected: { readonly peer: Did };
  /** Somebody came to, or left, a topic that we know: how many of our neighbours take part now. */
  readonly topicPeers: { readonly topic: Topic; readonly peers: number };
  /** What `addresses()` says changed. */
  readonly addresses: { readonly addresses: readonly Address[] };
}

/**
 * Bytes between peers, who are named by the DID of their peer key and are authenticated by it. What a peer or the wire
 * does wrong is a result; `NetworkError` is thrown for a caller that does: an unknown topic, too many bytes, not started.
 */
export interface NetworkService extends Service {
  readonly self: Did;
  readonly events: Listenable<NetworkEvents>;
  /** Where others can dial this node, each with its peer id; empty before `start` and where nobody listens. */
  addresses(): readonly Address[];
  /** Those connected now. */
  peers(): readonly PeerInfo[];
  /** Connects by address, or to a peer whose addresses are known; at once `ok` where it is connected. */
  connect(target: Address | Did, options?: ConnectOptions): Promise<ConnectResult>;
  /** Closes every connection with the peer, and does not redial it. */
  disconnect(peer: Did): Promise<void>;
  /** Remembers where a peer can be dialled, e.g. from its node record; it replaces what was learnt so before. */
  learn(peer: Did, addresses: readonly Address[]): void;
  /** Sends to everybody who takes part in the topic; the publisher itself gets nothing. */
  publish(topic: Topic, bytes: Uint8Array): Promise<PublishResult>;
  /**
   * Makes more topics known, of which neighbours may be part already; throws `NETWORK_TOPIC_TWICE` for a known one.
   * What is returned ends every subscription to them and forgets them.
   */
  declare(topics: readonly TopicRules[]): () => void;
  subscribe(topic: Topic, subscriber: Subscriber): Subscription;
  /** The neighbours that a message published now would go to directly. */
  topicPeers(topic: Topic): readonly Did[];
  /** Resolves when a message published to the topic would go to at least so many neighbours. */
  ready(topic: Topic, peers: number, options?: WaitOptions): Promise<void>;
  /** Asks a peer, which is dialled if need be, and waits for its answer. */
  request(peer: Did, protocol: Protocol, bytes: Uint8Array, options?: RequestOptions): Promise<RequestResult>;
  /** Answers requests until the returned function is called; one handler a protocol. */
  handle(protocol: Protocol, handler: RequestHandler): () => void;
  /** Opens a stream to a peer, which is dialled if need be. Whether the peer likes it shows when it answers. */
  open(peer: Did, protocol: Protocol, options?: RequestOptions): Promise<OpenResult>;
  /** Takes the streams that peers open until the returned function is called; one handler a protocol. */
  accept(protocol: Protocol, handler: StreamHandler): () => void;
}
